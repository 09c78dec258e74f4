package orders.payments.charges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import orders.embedded.TestDatabase;
import orders.payments.provider.Currency;
import orders.payments.provider.PaymentProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Without a server, for the mutation run; with a provider that says what it was asked. */
class CashierTest extends CashierContract {
  private static final Cashier CASHIER = new Cashier();
  private static final List<String> ASKED = new ArrayList<>();

  @BeforeAll
  static void connect() throws Exception {
    CASHIER.database = TestDatabase.of("payments", Path.of("src/main/resources/db/migration"));
    CASHIER.entities =
        ofEachCall(
            Persistence.createEntityManagerFactory(
                "payments",
                Map.of(
                    "jakarta.persistence.transactionType",
                    "RESOURCE_LOCAL",
                    "jakarta.persistence.nonJtaDataSource",
                    CASHIER.database)));
    CASHIER.provider =
        new PaymentProvider() {
          @Override
          public Optional<String> charge(String key, long amountCents, Currency currency) {
            ask("charge " + amountCents);
            return amountCents > 1_000_000 ? Optional.empty() : Optional.of("txn_" + key);
          }

          @Override
          public void refund(String key, String chargeKey, long amountCents) {
            ask("refund " + amountCents);
          }

          @Override
          public void voidCharge(String key) {
            ask("void");
          }
        };
  }

  private static synchronized void ask(String what) {
    ASKED.add(what);
  }

  @BeforeEach
  void forget() {
    ASKED.clear();
  }

  /** As the container's: one for every thread and call. */
  private static EntityManager ofEachCall(EntityManagerFactory factory) {
    return (EntityManager)
        Proxy.newProxyInstance(
            EntityManager.class.getClassLoader(),
            new Class<?>[] {EntityManager.class},
            (proxy, method, arguments) -> {
              try (EntityManager one = factory.createEntityManager()) {
                return method.invoke(one, arguments);
              }
            });
  }

  @Override
  Cashier cashier() {
    return CASHIER;
  }

  @Override
  DataSource database() {
    return CASHIER.database;
  }

  @Override
  ExecutorService threads() {
    return Executors.newFixedThreadPool(30);
  }

  @Test
  void what_the_provider_took_for_a_charge_that_is_void_is_given_back() throws Exception {
    CASHIER.voidCharge("overtaken");
    ASKED.clear();

    assertThatThrownBy(() -> CASHIER.charge("overtaken", new ChargeRequest(5, Currency.EUR)))
        .hasMessage("CHARGE_VOIDED");

    assertThat(ASKED).containsExactly("charge 5", "void");
  }

  @Test
  void a_repeated_charge_gives_nothing_back() throws Exception {
    CASHIER.charge("twice", new ChargeRequest(5, Currency.EUR));
    CASHIER.charge("twice", new ChargeRequest(5, Currency.EUR));

    assertThat(ASKED).containsExactly("charge 5", "charge 5");
  }

  @Test
  void a_repeated_refund_or_void_asks_the_provider_again() throws Exception {
    CASHIER.charge("again", new ChargeRequest(5, Currency.EUR));
    CASHIER.refund("r-again", new RefundRequest("again", 2));
    CASHIER.refund("r-again", new RefundRequest("again", 2));
    CASHIER.voidCharge("again");
    CASHIER.voidCharge("again");

    assertThat(ASKED).containsExactly("charge 5", "refund 2", "refund 2", "void", "void");
  }

  @Test
  void a_refused_refund_does_not_reach_the_provider() {
    assertThatThrownBy(() -> CASHIER.refund("r-none", new RefundRequest("none", 2)))
        .hasMessage("NOT_REFUNDABLE");

    assertThat(ASKED).isEmpty();
  }
}
