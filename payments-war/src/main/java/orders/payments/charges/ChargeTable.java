package orders.payments.charges;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import orders.context.Deadline;
import orders.context.DeadlineExceeded;
import orders.database.Sql;
import org.jspecify.annotations.Nullable;

/** The table of charges. Each write is one SQL statement and so one commit. */
@ApplicationScoped
public class ChargeTable extends ToDoTable<Charge> {
  private static final String OPEN =
      """
      insert into charge (key, state, fingerprint, amount_cents, currency, due_at, leased)
      values (?, 'PENDING', ?, ?, ?, now() + %s, true) on conflict (key) do nothing
      """
          .formatted(lease());

  // Not if the key was voided meanwhile.
  private static final String RECORD =
      """
      update charge set state = ?, transaction_id = ?, due_at = null, leased = false
      where key = ? and state = 'PENDING'
      """;

  // A key never seen is recorded as dead: the charge it undoes may still be on its way. It is due
  // at once: this database may have lost it, in a failover, and the provider has its money. A
  // charge that somebody is asking the provider for stays theirs: they find it void when they
  // record it.
  private static final String VOID =
      """
      with voided as (
        insert into charge (key, state, fingerprint, due_at) values (?, 'VOIDED', ?, now())
        on conflict (key) do update
        set state = 'VOIDED', refunded_cents = charge.amount_cents,
          due_at = coalesce(charge.due_at, now() + %s), leased = charge.leased or charge.due_at is null,
          attempts = case when charge.due_at is null then 1 else charge.attempts end
        where charge.state in ('PENDING', 'CHARGED')
          and charge.fingerprint = coalesce(excluded.fingerprint, charge.fingerprint)
        returning *)
      select * from voided where transaction_id is not null
      """
          .formatted(lease());

  private static final String SETTLE =
      """
      update charge set due_at = null, leased = false, transaction_id = coalesce(transaction_id, ?)
      where key = ? and state = 'VOIDED'
      """;

  /** For CDI. */
  public ChargeTable() {
    super(Charge.class, "charge");
  }

  /**
   * Stores a charge that the provider is to be asked for now.
   *
   * @param key of the caller
   * @param request what to charge
   * @return the charge, the caller's own; empty if the key is known already
   * @throws DeadlineExceeded if whoever waits for it has left; nothing is stored then
   */
  Optional<Charge> open(String key, ChargeRequest request) {
    return Sql.run(
        database,
        OPEN,
        insert -> {
          insert.setString(1, key);
          insert.setString(2, request.fingerprint());
          insert.setLong(3, request.amountCents());
          insert.setString(4, request.currency().name());
          Deadline.limit(insert);
          return insert.executeUpdate() == 1
              ? Optional.of(new Charge(key, request))
              : Optional.empty();
        });
  }

  /**
   * Writes down what the provider answered. No deadline stops it: the money may have moved.
   *
   * @param charge that it was asked for
   * @param transactionId its answer; empty if it declined
   * @return whether that is the key's outcome; false if it had one, or is voided
   */
  boolean record(Charge charge, Optional<String> transactionId) {
    var state = transactionId.isPresent() ? Charge.State.CHARGED : Charge.State.DECLINED;
    boolean recorded =
        Sql.update(database, RECORD, state.name(), transactionId.orElse(null), charge.key()) == 1;
    if (recorded) {
      charge.recorded(state, transactionId.orElse(null));
    }
    return recorded;
  }

  /**
   * Makes a key void, whatever it was, so that no charge can be confirmed under it any more.
   *
   * @param key of the charge
   * @param fingerprint of what was charged: another charge is left alone; null if that is not known
   * @return the charge, the caller's own, if the provider is to be told now: it was charged
   */
  Optional<Charge> markVoid(String key, @Nullable String fingerprint) {
    return rows(VOID, key, fingerprint).stream().findFirst();
  }

  /**
   * Writes down that nothing of a voided charge is left at the provider.
   *
   * @param charge that was voided
   * @param transactionId what the provider had made of it; empty if it took nothing
   */
  void settle(Charge charge, Optional<String> transactionId) {
    Sql.update(database, SETTLE, transactionId.orElse(null), charge.key());
  }
}
