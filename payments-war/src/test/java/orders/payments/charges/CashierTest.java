package orders.payments.charges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import orders.database.DatabaseException;
import orders.database.ReadsAreNotRepeated;
import orders.database.Sql;
import orders.embedded.TestDatabase;
import orders.payments.charges.ChargeResult.Voided;
import orders.payments.charges.ProviderInMemory.Disturbance;
import orders.payments.charges.ProviderInMemory.Killed;
import orders.payments.provider.Currency;
import orders.payments.provider.ProviderUnavailable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without a server, for the mutation run; with a provider that fails as real ones do. */
class CashierTest extends CashierContract {
  private static final Cashier CASHIER = new Cashier();
  private static final ChargeRequest FIVE_CENTS = new ChargeRequest(5, Currency.EUR);
  private static final Duration LONG = Duration.ofSeconds(30);

  private static volatile boolean away;

  private ProviderInMemory provider;

  @BeforeAll
  static void connect() throws Exception {
    DataSource database = TestDatabase.of("payments", Path.of("src/main/resources/db/migration"));
    EntityManager entities =
        ofEachThread(
            Persistence.createEntityManagerFactory(
                "payments",
                Map.of(
                    "jakarta.persistence.transactionType",
                    "RESOURCE_LOCAL",
                    "jakarta.persistence.nonJtaDataSource",
                    awayIfTheTestSaysSo(database))));
    ReadsAreNotRepeated.in(entities);
    CASHIER.charges = new ChargeTable();
    CASHIER.refunds = new RefundTable();
    for (ToDoTable<?> table : List.of(CASHIER.charges, CASHIER.refunds)) {
      table.database = database;
      table.entities = entities;
    }
  }

  @BeforeEach
  void begin() throws Exception {
    provider = new ProviderInMemory();
    CASHIER.provider = provider;
    execute("update charge set due_at = null, leased = false where state = 'VOIDED'");
    execute("delete from charge where state = 'PENDING'");
    execute("update refund set due_at = null, leased = false");
  }

  /** What JPA reads from. */
  private static DataSource awayIfTheTestSaysSo(DataSource database) {
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              if (away) {
                throw new SQLException("away", "08001");
              }
              return method.invoke(database, arguments);
            });
  }

  /** As the container's: one for every thread. */
  private static EntityManager ofEachThread(EntityManagerFactory factory) {
    var own = ThreadLocal.withInitial(factory::createEntityManager);
    return (EntityManager)
        Proxy.newProxyInstance(
            EntityManager.class.getClassLoader(),
            new Class<?>[] {EntityManager.class},
            (proxy, method, arguments) -> {
              try {
                return method.invoke(own.get(), arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Override
  Cashier cashier() {
    return CASHIER;
  }

  @Override
  DataSource database() {
    return CASHIER.charges.database;
  }

  @Override
  ExecutorService threads() {
    return Executors.newFixedThreadPool(30);
  }

  private void execute(String sql) throws Exception {
    try (var connection = database().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** As if its holder had died ten seconds ago. */
  private void endLeases() throws Exception {
    for (String table : List.of("charge", "refund")) {
      execute("update " + table + " set due_at = now() - interval '1 ms' where due_at is not null");
    }
  }

  /** What the background work of a payments server does, once. */
  private void workOffWhatIsDue() throws Exception {
    for (Charge charge : CASHIER.charges.claimDue(100)) {
      CASHIER.carryOn(charge);
    }
    for (Refund refund : CASHIER.refunds.claimDue(100)) {
      CASHIER.carryOn(refund);
    }
  }

  private static CompletableFuture<Void> inBackground(Call call) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            call.run();
          } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
          }
        });
  }

  private interface Call {
    void run() throws Exception;
  }

  private static ChargeResult charge(String key) {
    return CASHIER.charge(key, FIVE_CENTS);
  }

  private static void voidCharge(String key) {
    assertThat(CASHIER.voidCharge(key, Optional.of(FIVE_CENTS))).isTrue();
  }

  private String row(String key) throws Exception {
    Charge charge = CASHIER.charges.find(key).orElseThrow();
    return charge.state() + (charge.isSettled() ? " settled" : " open");
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what).pollInterval(Duration.ofMillis(10)).atMost(LONG).until(condition);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void money_that_moves_after_its_void_goes_back(boolean tombstones) throws Exception {
    provider.keepsTombstones = tombstones;
    var slow = new CountDownLatch(1);
    provider.beforeCharge = () -> slow.await(LONG.toSeconds(), TimeUnit.SECONDS);
    String key = "late-" + tombstones;

    var charging = CompletableFuture.supplyAsync(() -> charge(key));
    await("the intent", () -> CASHIER.charges.find(key).isPresent());
    var voiding = inBackground(() -> voidCharge(key));
    await("the void", () -> row(key).equals("VOIDED open"));
    provider.beforeCharge = Disturbance.NONE;
    slow.countDown();

    assertThat(charging).succeedsWithin(LONG).isInstanceOf(Voided.class);
    assertThat(voiding).succeedsWithin(LONG);
    assertThat(row(key)).isEqualTo("VOIDED settled");
    assertThat(provider.heldCents(key)).isZero();
  }

  /** In a failover to a standby that lacked the last commits, or by a restored backup. */
  @Test
  void a_void_of_a_charge_that_the_database_lost_gives_it_back() throws Exception {
    charge("lost");
    execute("delete from charge where key = 'lost'");

    voidCharge("lost");
    assertThat(provider.asked()).as("nobody waits for it").containsExactly("charge 5");
    assertThat(charge("lost")).isInstanceOf(Voided.class);
    workOffWhatIsDue();

    assertThat(provider.asked()).containsExactly("charge 5", "void");
    assertThat(provider.heldCents("lost")).isZero();
    assertThat(row("lost")).isEqualTo("VOIDED settled");
  }

  @Test
  void a_charge_whose_asker_died_is_brought_to_its_end() throws Exception {
    provider.afterCharge =
        () -> {
          throw new Killed();
        };
    assertThatThrownBy(() -> charge("orphan")).isInstanceOf(Killed.class);
    provider.afterCharge = Disturbance.NONE;
    workOffWhatIsDue();
    assertThat(row("orphan")).as("while the lease lasts").isEqualTo("PENDING open");

    endLeases();
    workOffWhatIsDue();

    assertThat(row("orphan")).isEqualTo("CHARGED settled");
    assertThat(provider.heldCents("orphan")).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_void_of_a_charge_whose_asker_died_gives_all_of_it_back(boolean tombstones)
      throws Exception {
    provider.keepsTombstones = tombstones;
    provider.afterCharge =
        () -> {
          throw new Killed();
        };
    String key = "dead-" + tombstones;
    assertThatThrownBy(() -> charge(key)).isInstanceOf(Killed.class);
    provider.afterCharge = Disturbance.NONE;
    endLeases();

    voidCharge(key);

    assertThat(row(key)).isEqualTo("VOIDED settled");
    assertThat(provider.heldCents(key)).isZero();
  }

  @Test
  void a_provider_without_tombstones_is_asked_what_became_of_the_charge_before_its_void_is_done()
      throws Exception {
    provider.keepsTombstones = false;
    provider.beforeCharge = Disturbance::noAnswer;
    assertThatThrownBy(() -> charge("unknown")).isInstanceOf(ProviderUnavailable.class);
    provider.beforeCharge = Disturbance.NONE;

    voidCharge("unknown");

    assertThat(provider.asked()).containsExactly("charge 5", "void", "charge 5", "void");
    assertThat(provider.heldCents("unknown")).isZero();
    // the request that had no answer arrives at last
    provider.charge("unknown", 5, Currency.EUR);
    assertThat(provider.heldCents("unknown")).isZero();
  }

  @Test
  void a_void_that_finds_the_provider_away_is_done_in_the_background() throws Exception {
    charge("away");
    provider.beforeVoid = Disturbance::noAnswer;

    assertThatThrownBy(() -> voidCharge("away")).isInstanceOf(ProviderUnavailable.class);
    assertThat(row("away")).isEqualTo("VOIDED open");
    assertThatThrownBy(() -> charge("away")).isInstanceOf(ProviderUnavailable.class);
    provider.beforeVoid = Disturbance.NONE;
    endLeases();
    workOffWhatIsDue();

    assertThat(row("away")).isEqualTo("VOIDED settled");
    assertThat(provider.heldCents("away")).isZero();
  }

  @Test
  void a_charge_that_cannot_be_read_because_the_database_is_away_stays_leased() throws Exception {
    provider.afterCharge =
        () -> {
          // nothing more can be recorded under its key, and what is there cannot be read
          Sql.update(
              database(),
              "update charge set state = 'VOIDED', refunded_cents = amount_cents"
                  + " where key = 'unread'");
          away = true;
        };
    try {
      assertThatThrownBy(() -> charge("unread"))
          .isInstanceOf(DatabaseException.class)
          .hasMessage("away");
    } finally {
      away = false;
    }
    assertThat(CASHIER.charges.takeOver("unread")).as("left for others at once").isEmpty();
    provider.afterCharge = Disturbance.NONE;
    endLeases();
    workOffWhatIsDue();

    assertThat(row("unread")).isEqualTo("VOIDED settled");
    assertThat(provider.heldCents("unread")).isZero();
  }

  @Test
  void a_refund_whose_asker_died_is_given_once() throws Exception {
    charge("refunded");
    provider.afterRefund =
        () -> {
          throw new Killed();
        };
    var part = new RefundRequest("refunded", 2);
    assertThatThrownBy(() -> CASHIER.refund("r-orphan", part)).isInstanceOf(Killed.class);
    provider.afterRefund = Disturbance.NONE;
    endLeases();

    workOffWhatIsDue();
    CASHIER.refund("r-orphan", part);

    assertThat(provider.asked()).containsExactly("charge 5", "refund 2", "refund 2");
    assertThat(provider.heldCents("refunded")).isEqualTo(3);
  }

  @Test
  void a_charge_that_comes_after_its_void_does_not_reach_the_provider() throws Exception {
    voidCharge("overtaken");

    assertThat(charge("overtaken")).isInstanceOf(Voided.class);

    assertThat(provider.asked()).isEmpty();
    workOffWhatIsDue();
    assertThat(row("overtaken")).isEqualTo("VOIDED settled");
    assertThat(provider.asked()).containsExactly("void");
  }

  @Test
  void a_repetition_is_answered_from_the_record() throws Exception {
    charge("again");
    charge("again");
    CASHIER.refund("r-again", new RefundRequest("again", 2));
    CASHIER.refund("r-again", new RefundRequest("again", 2));
    voidCharge("again");
    voidCharge("again");

    assertThat(provider.asked()).containsExactly("charge 5", "refund 2", "void");
  }

  @Test
  void a_repetition_waits_for_the_first_attempt_in_place_of_asking_the_provider() throws Exception {
    var slow = new CountDownLatch(1);
    provider.beforeCharge = () -> slow.await(LONG.toSeconds(), TimeUnit.SECONDS);
    var first = inBackground(() -> charge("slow"));
    await("the intent", () -> CASHIER.charges.find("slow").isPresent());

    var again = inBackground(() -> charge("slow"));
    slow.countDown();

    assertThat(first).succeedsWithin(LONG);
    assertThat(again).succeedsWithin(LONG);
    assertThat(provider.asked()).containsExactly("charge 5");
  }

  @Test
  void a_repetition_goes_on_at_once_if_the_first_attempt_had_no_answer() throws Exception {
    provider.afterCharge = Disturbance::noAnswer;
    assertThatThrownBy(() -> charge("no-answer")).isInstanceOf(ProviderUnavailable.class);
    provider.afterCharge = Disturbance.NONE;

    charge("no-answer");

    assertThat(row("no-answer")).isEqualTo("CHARGED settled");
    assertThat(provider.heldCents("no-answer")).isEqualTo(5);
  }

  @Test
  void a_repetition_that_recorded_the_answer_itself_gives_it_however_long_it_took()
      throws Exception {
    provider.afterCharge = Disturbance::noAnswer;
    assertThatThrownBy(() -> charge("late-answer")).isInstanceOf(ProviderUnavailable.class);
    Duration usual = CASHIER.waitMax;
    // long enough to look at the row on a busy machine, too short for the answer
    CASHIER.waitMax = Duration.ofSeconds(1);
    provider.afterCharge = () -> Thread.sleep(1100);

    try {
      charge("late-answer");
    } finally {
      CASHIER.waitMax = usual;
    }

    assertThat(row("late-answer")).isEqualTo("CHARGED settled");
  }

  @Test
  void a_void_leaves_another_charge_under_its_key_alone() throws Exception {
    charge("reused");
    var other = Optional.of(new ChargeRequest(6, Currency.EUR));

    assertThat(CASHIER.voidCharge("reused", other)).isFalse();

    assertThat(row("reused")).isEqualTo("CHARGED settled");
    assertThat(provider.heldCents("reused")).isEqualTo(5);
  }

  @Test
  void a_declined_charge_stays_declined_after_its_void() throws Exception {
    var tooMuch = new ChargeRequest(1_000_001, Currency.EUR);
    CASHIER.charge("declined", tooMuch);

    CASHIER.voidCharge("declined", Optional.of(tooMuch));

    assertThat(row("declined")).isEqualTo("DECLINED settled");
    assertThat(provider.asked()).containsExactly("charge 1000001");
  }

  @Test
  void a_lease_that_ends_later_than_any_could_is_none() throws Exception {
    provider.afterCharge =
        () -> {
          throw new Killed();
        };
    assertThatThrownBy(() -> charge("clock")).isInstanceOf(Killed.class);
    provider.afterCharge = Disturbance.NONE;
    execute("update charge set due_at = now() + interval '1 hour' where key = 'clock'");

    workOffWhatIsDue();

    assertThat(row("clock")).isEqualTo("CHARGED settled");
  }

  @Test
  void the_worker_takes_no_more_than_it_asked_for_whatever_the_statistics_say() throws Exception {
    execute("alter table charge set (autovacuum_enabled = false)");
    execute("delete from refund");
    execute("delete from charge");
    String due =
        "insert into charge (key, state, fingerprint, amount_cents, currency, due_at)"
            + " select 'due-' || i, 'PENDING', 'f', 1, 'EUR', now() from generate_series(%d, %d) i";
    execute(due.formatted(0, 0));
    execute("vacuum analyze charge");
    execute(due.formatted(1, 30));

    assertThat(CASHIER.charges.claimDue(1)).hasSize(1);
    assertThat(CASHIER.charges.claimDue(3)).hasSize(3);
  }

  @Test
  void a_refused_refund_does_not_reach_the_provider() {
    assertThat(CASHIER.refund("r-none", new RefundRequest("none", 2)))
        .isEqualTo(RefundResult.NOT_REFUNDABLE);

    assertThat(provider.asked()).isEmpty();
  }
}
