package orders.payments.charges;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import orders.context.Deadline;
import orders.context.DeadlineExceeded;
import orders.database.Sql;

/** The table of refunds. The sum of a charge's own stands in its row, where the cap is checked. */
@ApplicationScoped
public class RefundTable extends ToDoTable<Refund> {

  // The charge is locked before the key is claimed, and its new sum computed from the locked row.
  private static final String OPEN =
      """
      with locked as materialized (
        select key, refunded_cents from charge
        where key = ? and state = 'CHARGED' and ? <= amount_cents - refunded_cents for update
      ), claimed as (
        insert into refund (key, charge_key, amount_cents, due_at, leased)
        select ?, key, ?, now() + %s, true from locked
        on conflict (key) do nothing
        returning amount_cents
      )
      update charge set refunded_cents = locked.refunded_cents + claimed.amount_cents
      from locked, claimed where charge.key = locked.key
      """
          .formatted(lease());

  private static final String SETTLE =
      "update refund set due_at = null, leased = false where key = ?";

  /** For CDI. */
  public RefundTable() {
    super(Refund.class, "refund");
  }

  /**
   * Stores a refund that the provider is to be asked for now, within what is left of its charge.
   *
   * @param key of the refund
   * @param request what to give back
   * @return the refund, the caller's own; empty if the key is known already, or the charge does not
   *     hold so much
   * @throws DeadlineExceeded if whoever waits for it has left; nothing is stored then
   */
  Optional<Refund> open(String key, RefundRequest request) {
    return Sql.run(
        database,
        OPEN,
        update -> {
          update.setString(1, request.chargeKey());
          update.setLong(2, request.amountCents());
          update.setString(3, key);
          update.setLong(4, request.amountCents());
          Deadline.limit(update);
          return update.executeUpdate() == 1
              ? Optional.of(new Refund(key, request))
              : Optional.empty();
        });
  }

  /**
   * Writes down that the provider gave it back.
   *
   * @param refund that was open
   */
  void settle(Refund refund) {
    Sql.update(database, SETTLE, refund.key());
  }
}
