package orders.payments.charges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import orders.http.Refusal;
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

    Optional<String> first = cashier().charge(key, TEN_EUROS);
    Optional<String> again = cashier().charge(key, TEN_EUROS);

    assertThat(first).isPresent().isEqualTo(again);
    assertThatThrownBy(() -> cashier().charge(key, new ChargeRequest(1001, Currency.EUR)))
        .isInstanceOf(Refusal.class)
        .hasMessage("IDEMPOTENCY_CONFLICT");
    assertThat(row(key)).isEqualTo("CHARGED 1000");
  }

  @Test
  void an_amount_above_the_limit_is_declined_again_and_again() throws Exception {
    String key = key();
    var tooMuch = new ChargeRequest(1_000_001, Currency.USD);

    assertThat(cashier().charge(key, tooMuch)).isEmpty();
    assertThat(cashier().charge(key, tooMuch)).isEmpty();
  }

  @Test
  void a_void_gives_the_money_back_and_can_be_repeated() throws Exception {
    String key = key();
    cashier().charge(key, TEN_EUROS);

    cashier().voidCharge(key, Optional.empty());
    cashier().voidCharge(key, Optional.empty());

    assertThat(row(key)).isEqualTo("VOIDED 0");
    assertThatThrownBy(() -> cashier().charge(key, TEN_EUROS)).hasMessage("CHARGE_VOIDED");
  }

  @Test
  void a_void_that_overtakes_its_charge_leaves_nothing_charged() throws Exception {
    String key = key();

    cashier().voidCharge(key, Optional.empty());

    assertThatThrownBy(() -> cashier().charge(key, TEN_EUROS)).hasMessage("CHARGE_VOIDED");
    assertThat(row(key)).isEqualTo("VOIDED 0");
  }

  @Test
  void parallel_copies_of_a_charge_are_one_transaction() throws Exception {
    String key = key();
    var calls = new ArrayList<Callable<Optional<String>>>();
    for (int i = 0; i < 30; i++) {
      calls.add(() -> cashier().charge(key, TEN_EUROS));
    }

    var transactions = new HashSet<Optional<String>>();
    for (Future<Optional<String>> result : threads().invokeAll(calls)) {
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
    assertThatThrownBy(() -> cashier().refund(refund, new RefundRequest(charge, 601)))
        .hasMessage("IDEMPOTENCY_CONFLICT");
    assertThatThrownBy(() -> cashier().refund(key(), new RefundRequest(charge, 401)))
        .hasMessage("REFUND_EXCEEDS_CHARGE");
    assertThatThrownBy(() -> cashier().refund(key(), new RefundRequest(charge, Long.MAX_VALUE)))
        .hasMessage("REFUND_EXCEEDS_CHARGE");
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
      assertThatThrownBy(() -> cashier().refund(key(), new RefundRequest(charge, 1)))
          .hasMessage("NOT_REFUNDABLE");
    }
    assertThat(row(voided)).isEqualTo("VOIDED 0");
  }

  @Test
  void parallel_refunds_give_back_no_more_than_was_charged() throws Exception {
    String charge = charged();
    var calls = new ArrayList<Callable<Boolean>>();
    for (int i = 0; i < 30; i++) {
      calls.add(
          () -> {
            try {
              cashier().refund(key(), new RefundRequest(charge, 100));
              return true;
            } catch (Refusal exceeded) {
              return false;
            }
          });
    }

    int given = 0;
    for (Future<Boolean> result : threads().invokeAll(calls)) {
      given += result.get() ? 1 : 0;
    }

    assertThat(given).isEqualTo(10);
    assertThat(row(charge)).isEqualTo("CHARGED 0");
  }
}
