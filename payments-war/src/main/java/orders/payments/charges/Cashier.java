package orders.payments.charges;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import orders.http.Deadline;
import orders.http.HttpError;
import orders.http.Refusal;
import orders.payments.charges.Charge.State;
import orders.payments.provider.PaymentProvider;

/** Charges and voids, each with one write and so one commit. */
@ApplicationScoped
public class Cashier {
  private static final String RECORD =
      """
      insert into charge (key, state, fingerprint, amount_cents, currency, transaction_id)
      values (?, ?, ?, ?, ?, ?) on conflict (key) do nothing
      """;

  // A key never seen is recorded as dead: the charge it undoes may still be on its way.
  private static final String VOID =
      """
      insert into charge (key, state) values (?, 'VOIDED')
      on conflict (key) do update
      set state = 'VOIDED', refunded_cents = charge.amount_cents
      where charge.state = 'CHARGED'
      """;

  // The charge is locked before the key is claimed, and its new sum computed from the locked row.
  private static final String REFUND =
      """
      with locked as materialized (
        select key, refunded_cents from charge
        where key = ? and state = 'CHARGED' and ? <= amount_cents - refunded_cents for update
      ), claimed as (
        insert into refund (key, charge_key, amount_cents) select ?, key, ? from locked
        on conflict (key) do nothing
        returning amount_cents
      )
      update charge set refunded_cents = locked.refunded_cents + claimed.amount_cents
      from locked, claimed where charge.key = locked.key
      """;

  private static final String EARLIER_REFUND =
      "select charge_key, amount_cents from refund where key = ?";

  private static final String CHARGE_STATE = "select state from charge where key = ?";

  @Inject DataSource database;
  @Inject PaymentProvider provider;
  @PersistenceContext EntityManager entities;

  /**
   * @param key of the caller; repeating it repeats the first answer and charges nothing more
   * @param request what to charge
   * @return the transaction's id; empty where the payment is declined
   * @throws Refusal 409 where the key was used for another charge, or is voided
   * @throws SQLException where the database did not answer: the outcome is then unknown
   */
  Optional<String> charge(String key, ChargeRequest request) throws SQLException {
    Deadline.check();
    // The provider first, the record after it: a death in between is healed by the caller's retry,
    // because the provider knows the key.
    Optional<String> transactionId =
        provider.charge(key, request.amountCents(), request.currency());
    if (record(key, request, transactionId)) {
      return transactionId;
    }
    // the key was used before: by this request's first attempt, by another charge, or by its void
    Charge winner = entities.find(Charge.class, key);
    if (winner.state() != State.CHARGED) {
      provider.voidCharge(key);
    }
    return sameAsBefore(winner, request);
  }

  private static Optional<String> sameAsBefore(Charge charge, ChargeRequest request) {
    // a tombstone that came before its charge has no fingerprint
    if (charge.fingerprint() != null && !charge.fingerprint().equals(request.fingerprint())) {
      throw new Refusal(HttpError.IDEMPOTENCY_CONFLICT);
    }
    if (charge.state() == State.VOIDED) {
      throw new Refusal(ChargeError.CHARGE_VOIDED);
    }
    return Optional.ofNullable(charge.transactionId());
  }

  private boolean record(String key, ChargeRequest request, Optional<String> transactionId)
      throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement insert = connection.prepareStatement(RECORD)) {
      insert.setString(1, key);
      insert.setString(2, (transactionId.isPresent() ? State.CHARGED : State.DECLINED).name());
      insert.setString(3, request.fingerprint());
      insert.setLong(4, request.amountCents());
      insert.setString(5, request.currency().name());
      insert.setString(6, transactionId.orElse(null));
      Deadline.limit(insert);
      return insert.executeUpdate() == 1;
    }
  }

  /**
   * Gives the whole charge back, once; a key never seen is recorded so that it is never charged.
   *
   * @param key of the charge
   * @throws SQLException where the database did not answer: the outcome is then unknown
   */
  void voidCharge(String key) throws SQLException {
    // recorded first, so that no charge can be confirmed under this key once the money went back
    try (Connection connection = database.getConnection();
        PreparedStatement update = connection.prepareStatement(VOID)) {
      update.setString(1, key);
      Deadline.limit(update);
      update.executeUpdate();
    }
    provider.voidCharge(key);
  }

  /**
   * Gives a part of a charge back.
   *
   * @param key of the refund; repeating it repeats the first answer and gives nothing more
   * @param request what to give back
   * @throws Refusal 409 where the charge holds no money, or the key was used for another refund;
   *     422 where too little is left of it
   * @throws SQLException where the database did not answer: the outcome is then unknown
   */
  void refund(String key, RefundRequest request) throws SQLException {
    // recorded first: the cap is the table's, and a repetition asks the provider again
    try (Connection connection = database.getConnection()) {
      if (!recordRefund(connection, key, request)) {
        checkEarlier(connection, key, request);
      }
    }
    provider.refund(key, request.chargeKey(), request.amountCents());
  }

  private static boolean recordRefund(Connection connection, String key, RefundRequest request)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(REFUND)) {
      update.setString(1, request.chargeKey());
      update.setLong(2, request.amountCents());
      update.setString(3, key);
      update.setLong(4, request.amountCents());
      Deadline.limit(update);
      return update.executeUpdate() == 1;
    }
  }

  private static void checkEarlier(Connection connection, String key, RefundRequest request)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(EARLIER_REFUND)) {
      select.setString(1, key);
      try (ResultSet earlier = select.executeQuery()) {
        if (earlier.next()) {
          if (!request.equals(new RefundRequest(earlier.getString(1), earlier.getLong(2)))) {
            throw new Refusal(HttpError.IDEMPOTENCY_CONFLICT);
          }
          return;
        }
      }
    }
    try (PreparedStatement select = connection.prepareStatement(CHARGE_STATE)) {
      select.setString(1, request.chargeKey());
      try (ResultSet charge = select.executeQuery()) {
        boolean charged = charge.next() && charge.getString(1).equals(State.CHARGED.name());
        throw charged
            ? new Refusal(ChargeError.REFUND_EXCEEDS_CHARGE)
            : new Refusal(ChargeError.NOT_REFUNDABLE);
      }
    }
  }
}
