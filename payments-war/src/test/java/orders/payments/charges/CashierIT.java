package orders.payments.charges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import java.io.File;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import javax.naming.InitialContext;
import javax.sql.DataSource;
import net.bytebuddy.ByteBuddy;
import orders.http.Refusal;
import orders.payments.provider.Currency;
import org.assertj.core.api.Assertions;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** Charges and voids, in Liberty, on a real PostgreSQL. */
@ArquillianTest
class CashierIT {
  private static final ChargeRequest TEN_EUROS = new ChargeRequest(1000, Currency.EUR);

  @Deployment
  static WebArchive war() {
    return ShrinkWrap.createFromZipFile(WebArchive.class, new File("target/payments-war.war"))
        .addAsLibraries(jarOf(Assertions.class), jarOf(ByteBuddy.class));
  }

  private static File jarOf(Class<?> type) {
    return new File(
        URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  @Inject Cashier cashier;
  @Inject DataSource database;

  private static String key() {
    return UUID.randomUUID().toString();
  }

  private String row(String key) throws Exception {
    try (var connection = database.getConnection();
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

    Optional<String> first = cashier.charge(key, TEN_EUROS);
    Optional<String> again = cashier.charge(key, TEN_EUROS);

    assertThat(first).isPresent().isEqualTo(again);
    assertThatThrownBy(() -> cashier.charge(key, new ChargeRequest(1001, Currency.EUR)))
        .isInstanceOf(Refusal.class)
        .hasMessage("IDEMPOTENCY_CONFLICT");
    assertThat(row(key)).isEqualTo("CHARGED 1000");
  }

  @Test
  void an_amount_above_the_limit_is_declined_again_and_again() throws Exception {
    String key = key();
    var tooMuch = new ChargeRequest(1_000_001, Currency.USD);

    assertThat(cashier.charge(key, tooMuch)).isEmpty();
    assertThat(cashier.charge(key, tooMuch)).isEmpty();
  }

  @Test
  void a_void_gives_the_money_back_and_can_be_repeated() throws Exception {
    String key = key();
    cashier.charge(key, TEN_EUROS);

    cashier.voidCharge(key);
    cashier.voidCharge(key);

    assertThat(row(key)).isEqualTo("VOIDED 0");
    assertThatThrownBy(() -> cashier.charge(key, TEN_EUROS)).hasMessage("CHARGE_VOIDED");
  }

  @Test
  void a_void_that_overtakes_its_charge_leaves_nothing_charged() throws Exception {
    String key = key();

    cashier.voidCharge(key);

    assertThatThrownBy(() -> cashier.charge(key, TEN_EUROS)).hasMessage("CHARGE_VOIDED");
    assertThat(row(key)).isEqualTo("VOIDED 0");
  }

  @Test
  void parallel_copies_of_a_charge_are_one_transaction() throws Exception {
    String key = key();
    var calls = new ArrayList<Callable<Optional<String>>>();
    for (int i = 0; i < 30; i++) {
      calls.add(() -> cashier.charge(key, TEN_EUROS));
    }

    var transactions = new HashSet<Optional<String>>();
    // the container's own threads: its entity managers work on no others
    ManagedExecutorService threads =
        InitialContext.doLookup("java:comp/DefaultManagedExecutorService");
    for (Future<Optional<String>> result : threads.invokeAll(calls)) {
      transactions.add(result.get());
    }

    assertThat(transactions).hasSize(1);
    assertThat(row(key)).isEqualTo("CHARGED 1000");
  }
}
