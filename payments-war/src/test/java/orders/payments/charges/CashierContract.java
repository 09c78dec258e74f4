package orders.payments.charges;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import orders.payments.charges.ChargeResult.Charged;
import orders.payments.charges.ChargeResult.Declined;
import orders.payments.charges.ChargeResult.KeyConflict;
import orders.payments.charges.ChargeResult.Voided;
import orders.payments.provider.Currency;
import org.junit.jupiter.api.Test;

/** What charges, refunds and voids must do on a real PostgreSQL, wherever they run. */
abstract class CashierContract {
  private static final ChargeRequest TEN_EUROS = new ChargeRequest(1000, Currency.EUR);

  abstract Cashier cashier();

  abstract DataSource database();

  abstract ExecutorService threads() throws Exception;

  private static String key() {
    return UUID.randomUUID().toString();
  }

  private String row(String key) throws Exception {
    try (var connection = database().getConnection();
        var select =
            connection.prepareStatement(
                "select state || ' ' || coalesce(amount_cents, 0) - refunded_cents"
                    + " from charge where key = ?")) {
      select.setString(1, key);
      try (var row = select.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  @Test
  void repeating_a_charge_gives_the_same_transaction_and_another_payload_is_a_conflict()
      throws Exception {
    String key = key();

    ChargeResult first = cashier().charge(key, TEN_EUROS);
    ChargeResult again = cashier().charge(key, TEN_EUROS);

    assertThat(first).isInstanceOf(Charged.class).isEqualTo(again);
    assertThat(cashier().charge(key, new ChargeRequest(1001, Currency.EUR)))
        .isInstanceOf(KeyConflict.class);
    assertThat(row(key)).isEqualTo("CHARGED 1000");
  }

  @Test
  void an_amount_above_the_limit_is_declined_again_and_again() throws Exception {
    String key = key();
    var tooMuch = new ChargeRequest(1_000_001, Currency.USD);

    assertThat(cashier().charge(key, tooMuch)).isInstanceOf(Declined.class);
    assertThat(cashier().charge(key, tooMuch)).isInstanceOf(Declined.class);
  }

  @Test
  void a_void_gives_the_money_back_and_can_be_repeated() throws Exception {
    String key = key();
    cashier().charge(key, TEN_EUROS);

    cashier().voidCharge(key, Optional.empty());
    cashier().voidCharge(key, Optional.empty());

    assertThat(row(key)).isEqualTo("VOIDED 0");
    assertThat(cashier().charge(key, TEN_EUROS)).isInstanceOf(Voided.class);
  }

  @Test
  void a_void_that_overtakes_its_charge_leaves_nothing_charged() throws Exception {
    String key = key();

    cashier().voidCharge(key, Optional.empty());

    assertThat(cashier().charge(key, TEN_EUROS)).isInstanceOf(Voided.class);
    assertThat(row(key)).isEqualTo("VOIDED 0");
  }

  @Test
  void parallel_copies_of_a_charge_are_one_transaction() throws Exception {
    String key = key();
    var calls = new ArrayList<Callable<ChargeResult>>();
    for (int i = 0; i < 30; i++) {
      calls.add(() -> cashier().charge(key, TEN_EUROS));
    }

    var transactions = new HashSet<ChargeResult>();
    for (Future<ChargeResult> result : threads().invokeAll(calls)) {
      transactions.add(result.get());
    }

    assertThat(transactions).hasSize(1);
    assertThat(row(key)).isEqualTo("CHARGED 1000");
  }

  private String charged() throws Exception {
    String key = key();
    cashier().charge(key, TEN_EUROS);
    return key;
  }

  @Test
  void a_refund_is_given_once_per_key_and_never_beyond_the_charge() throws Exception {
    String charge = charged();
    String refund = key();

    cashier().refund(refund, new RefundRequest(charge, 600));
    cashier().refund(refund, new RefundRequest(charge, 600));

    assertThat(row(charge)).isEqualTo("CHARGED 400");
    assertThat(cashier().refund(refund, new RefundRequest(charge, 601)))
        .isEqualTo(RefundResult.KEY_CONFLICT);
    assertThat(cashier().refund(key(), new RefundRequest(charge, 401)))
        .isEqualTo(RefundResult.EXCEEDS_CHARGE);
    assertThat(cashier().refund(key(), new RefundRequest(charge, Long.MAX_VALUE)))
        .isEqualTo(RefundResult.EXCEEDS_CHARGE);
    cashier().refund(key(), new RefundRequest(charge, 400));
    assertThat(row(charge)).isEqualTo("CHARGED 0");
  }

  @Test
  void only_a_charge_that_holds_money_can_be_refunded() throws Exception {
    String declined = key();
    cashier().charge(declined, new ChargeRequest(1_000_001, Currency.USD));
    String voided = charged();
    cashier().voidCharge(voided, Optional.empty());

    for (String charge : List.of(declined, voided, key())) {
      assertThat(cashier().refund(key(), new RefundRequest(charge, 1)))
          .isEqualTo(RefundResult.NOT_REFUNDABLE);
    }
    assertThat(row(voided)).isEqualTo("VOIDED 0");
  }

  @Test
  void parallel_refunds_give_back_no_more_than_was_charged() throws Exception {
    String charge = charged();
    var calls = new ArrayList<Callable<RefundResult>>();
    for (int i = 0; i < 30; i++) {
      calls.add(() -> cashier().refund(key(), new RefundRequest(charge, 100)));
    }

    int given = 0;
    for (Future<RefundResult> result : threads().invokeAll(calls)) {
      given += result.get() == RefundResult.GIVEN ? 1 : 0;
    }

    assertThat(given).isEqualTo(10);
    assertThat(row(charge)).isEqualTo("CHARGED 0");
  }
}
