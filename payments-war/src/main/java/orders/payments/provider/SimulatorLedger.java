package orders.payments.provider;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.Supplier;
import javax.sql.DataSource;
import orders.database.DatabaseException;
import orders.database.Sql;

/**
 * The simulated provider's own books: what money really moved, whether or not anybody was told. A
 * check that believes only the charges as this service recorded them would not see a lost cent.
 */
@ApplicationScoped
public class SimulatorLedger {
  private static final String ANSWER =
      """
      insert into simulator_ledger (charge_key, charged_cents, refused) values (?, ?, ?)
      on conflict do nothing
      """;
  private static final String REFUSED = "select refused from simulator_ledger where charge_key = ?";
  private static final String REFUND =
      """
      update simulator_ledger
      set returned_cents = returned_cents + ?, refund_keys = refund_keys || cast(? as text)
      where charge_key = ? and returned_cents + ? <= charged_cents and not (? = any (refund_keys))
      """;
  private static final String GIVE_BACK_THE_REST =
      "update simulator_ledger set returned_cents = charged_cents where charge_key = ?";

  @Inject DataSource database;

  /**
   * @param key of a charge
   * @param amountCents to be taken
   * @param refused whether it is to be declined
   * @return whether it is; a key that was answered before is answered the same
   */
  boolean charge(String key, long amountCents, boolean refused) {
    write(ANSWER, key, refused ? 0 : amountCents, refused);
    return answered(
        () ->
            Sql.run(
                database,
                REFUSED,
                select -> {
                  select.setString(1, key);
                  try (var row = select.executeQuery()) {
                    row.next();
                    return row.getBoolean(1);
                  }
                }));
  }

  /**
   * @param key of a charge that is declined from now on, if it did not come before
   */
  void bury(String key) {
    write(ANSWER, key, 0, true);
  }

  void refund(String key, String chargeKey, long amountCents) {
    write(REFUND, amountCents, key, chargeKey, amountCents, key);
  }

  void giveBackTheRest(String chargeKey) {
    write(GIVE_BACK_THE_REST, chargeKey);
  }

  private void write(String sql, Object... parameters) {
    answered(() -> Sql.update(database, sql, parameters));
  }

  /** The provider is another house: that its books are away is no fault of this service's own. */
  private static <T> T answered(Supplier<T> books) {
    try {
      return books.get();
    } catch (DatabaseException e) {
      throw new ProviderUnavailable();
    }
  }
}
