package orders.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On the real tables, while orders are placed, refunded and cancelled beside what is wrong. */
class ReconcilerTest {
  private static final Duration WAIT = Duration.ofMillis(200);
  private static final String KEY = "wrong";
  private static final String RESERVED =
      """
      with taken as (update stock set available = available - 1, reserved = reserved + 1)
      insert into reservation (key, state, items, fingerprint)
      values ('%s', 'RESERVED', '[{"sku": "SKU1", "quantity": 1}]', 'f')
      """;
  private static final String GIVEN_BACK =
      " update stock set available = available + 1, reserved = reserved - 1";
  private static final String CHARGED =
      """
      insert into charge (key, state, fingerprint, amount_cents, currency, transaction_id)
      values ('%s', 'CHARGED', 'f', 500, 'EUR', 'txn-y')
      """;
  private static final int MANY = Reconciler.SUSPECTS_MAX + 2000;

  private LiveSystem system;

  @BeforeEach
  void connect() throws IOException, SQLException {
    system = new LiveSystem();
    system.empty();
    system.stock("SKU1", 1_000_000);
  }

  @AfterEach
  void close() throws SQLException {
    system.close();
  }

  private Reconciler reconciler() {
    return new Reconciler(system.orders, system.inventory, system.payments);
  }

  /** A write, by name of the database. */
  private record Fault(String database, String sql) {}

  private static Fault fault(Rule rule) {
    return switch (rule) {
      case CONFIRMED_WITHOUT_STOCK ->
          inventory("with gone as (delete from reservation where key = 'wrong')" + GIVEN_BACK);
      case CONFIRMED_WITH_OTHER_ITEMS ->
          inventory(
              "with more as (update reservation set items = '[{\"sku\": \"SKU1\", \"quantity\": 2}]'"
                  + " where key = 'wrong') update stock set reserved = reserved + 1");
      case CONFIRMED_WITHOUT_CHARGE ->
          payments(
              "with gone as (delete from simulator_ledger where charge_key = 'wrong')"
                  + " delete from charge where key = 'wrong'");
      case OTHER_AMOUNT ->
          payments(
              "with moved as (update simulator_ledger set charged_cents = 501"
                  + " where charge_key = 'wrong') update charge set amount_cents = 501 where key = 'wrong'");
      case OTHER_CURRENCY -> payments("update charge set currency = 'USD' where key = 'wrong'");
      case OTHER_TRANSACTION ->
          payments("update charge set transaction_id = 'txn-x' where key = 'wrong'");
      case OTHER_REFUNDS ->
          payments(
              """
              with refunded as (
                insert into refund (key, charge_key, amount_cents) values ('r', 'wrong', 7)
              ), moved as (
                update simulator_ledger set returned_cents = 7 where charge_key = 'wrong')
              update charge set refunded_cents = 7 where key = 'wrong'
              """);
      case FAILED_WITH_STOCK -> inventory(RESERVED.formatted("failed"));
      case FAILED_WITH_CHARGE -> payments(CHARGED.formatted("failed"));
      case STOCK_WITHOUT_ORDER -> inventory(RESERVED.formatted("nobody"));
      case CHARGE_WITHOUT_ORDER -> payments(CHARGED.formatted("nobody"));
      case ORDER_REFUNDS_SUM ->
          new Fault("orders", "update orders set refund_cents = 7 where upstream_key = 'wrong'");
      case CHARGE_REFUNDS_SUM ->
          payments("insert into refund (key, charge_key, amount_cents) values ('r', 'wrong', 7)");
      case PROVIDER_SUM ->
          payments("update simulator_ledger set returned_cents = 7 where charge_key = 'wrong'");
      case PROVIDER_WITHOUT_CHARGE ->
          payments("insert into simulator_ledger (charge_key, charged_cents) values ('nobody', 7)");
      case STOCK_SUM -> inventory("update stock set reserved = reserved - 1 where sku = 'SKU1'");
    };
  }

  private static Fault inventory(String sql) {
    return new Fault("inventory", sql);
  }

  private static Fault payments(String sql) {
    return new Fault("payments", sql);
  }

  private static String key(Rule rule) {
    return switch (rule) {
      case FAILED_WITH_STOCK, FAILED_WITH_CHARGE -> "failed";
      case STOCK_WITHOUT_ORDER, CHARGE_WITHOUT_ORDER, PROVIDER_WITHOUT_CHARGE -> "nobody";
      case STOCK_SUM -> "SKU1";
      default -> KEY;
    };
  }

  private void failedOrder() throws SQLException {
    system.place("failed", "SKU1");
    system.execute(
        "orders",
        "update orders set status = 'STOCK_FAILED', came_from = 'PENDING', due_at = null"
            + " where upstream_key = 'failed'");
  }

  private interface Look {
    void look() throws Exception;
  }

  /** Beside orders that come, are refunded and are cancelled, on connections of their own. */
  private static void besideOrders(Look look) throws Exception {
    var done = new AtomicBoolean();
    var first = new CountDownLatch(1);
    var busy =
        CompletableFuture.runAsync(
            () -> {
              try (var meanwhile = new LiveSystem()) {
                for (int i = 0; !done.get(); i++) {
                  String key = "busy-" + i;
                  meanwhile.confirm(key, "SKU1");
                  meanwhile.refund(key);
                  if (i % 2 == 0) {
                    meanwhile.cancel(key, "SKU1");
                  }
                  first.countDown();
                }
              } catch (IOException | SQLException e) {
                throw new AssertionError(e);
              }
            });
    try {
      assertThat(first.await(60, TimeUnit.SECONDS)).isTrue();
      look.look();
    } finally {
      done.set(true);
      busy.join();
    }
  }

  @ParameterizedTest
  @EnumSource
  void each_rule_finds_its_corrupted_row_on_a_live_system(Rule rule) throws Exception {
    system.confirm(KEY, "SKU1");
    failedOrder();
    Fault fault = fault(rule);
    system.execute(fault.database(), fault.sql());

    besideOrders(
        () ->
            assertThat(reconciler().findings(WAIT))
                .extracting(Finding::identity)
                .containsExactly(new Finding.Identity(rule, key(rule))));
  }

  @Test
  void a_live_system_adds_up() throws Exception {
    failedOrder();

    besideOrders(
        () -> {
          for (int i = 0; i < 5; i++) {
            assertThat(reconciler().findings(WAIT)).isEmpty();
          }
        });
  }

  @Test
  void units_that_are_held_of_a_sku_that_is_not_there_are_found() throws Exception {
    system.confirm(KEY, "SKU1");
    system.execute("inventory", "delete from stock");

    assertThat(reconciler().findings(WAIT))
        .extracting(Finding::toString)
        .containsExactly(
            "SKU1: SKU SKU1 has none available and 0 reserved, its reservations hold 1");
  }

  private void reserveMany() throws SQLException {
    system.execute(
        "inventory",
        """
        with taken as (update stock set reserved = reserved + %1$d)
        insert into reservation (key, state, items, fingerprint)
        select 'many-' || n, 'RESERVED', '[{"sku": "SKU1", "quantity": 1}]', 'f'
        from generate_series(1, %1$d) as n
        """
            .formatted(MANY));
  }

  /** What takes two looks at inventory and payments, and was in order all the time. */
  private static void placeMany() {
    try (var meanwhile = new LiveSystem()) {
      meanwhile.execute(
          "orders",
          """
          insert into orders (id, upstream_key, fingerprint, items, amount_cents, currency, status, due_at)
          select gen_random_uuid(), 'many-' || n, 'f', '[]', 1, 'EUR', 'PENDING', now()
          from generate_series(1, %d) as n
          """
              .formatted(MANY));
    } catch (IOException | SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void what_vanishes_at_the_second_look_hides_nothing_that_comes_after_it() throws Exception {
    reserveMany();
    // the last of all keys
    system.confirm("zzz", "SKU1");
    system.execute("payments", "delete from simulator_ledger; delete from charge");
    var placed = new AtomicBoolean();
    Reconciler.Pause placing =
        wait -> {
          if (!placed.getAndSet(true)) {
            placeMany();
          }
        };
    var reconciler = new Reconciler(system.orders, system.inventory, system.payments, placing);

    assertThat(reconciler.findings(WAIT))
        .extracting(Finding::identity)
        .containsExactly(new Finding.Identity(Rule.CONFIRMED_WITHOUT_CHARGE, "zzz"));
    assertThat(reconciler.compared()).isEqualTo(MANY + 1);
    assertThat(reconciler.more()).isEmpty();
  }

  @Test
  void a_reservation_that_has_lost_its_items_is_found() throws Exception {
    system.confirm("emptied", "SKU1");
    system.execute("inventory", "update reservation set items = '[]' where key = 'emptied'");

    var reconciler = new Reconciler(system.orders, system.inventory, system.payments, wait -> {});

    assertThat(reconciler.findings(WAIT))
        .extracting(Finding::identity)
        .contains(new Finding.Identity(Rule.CONFIRMED_WITH_OTHER_ITEMS, "emptied"));
  }

  @Test
  void what_is_found_everywhere_hides_nothing_that_comes_after_it() throws Exception {
    reserveMany();
    system.confirm("zzz", "SKU1");
    system.execute("payments", "delete from simulator_ledger; delete from charge");

    var reconciler = new Reconciler(system.orders, system.inventory, system.payments, wait -> {});

    assertThat(reconciler.findings(WAIT))
        .hasSize(Findings.OF_A_RULE_MAX + 1)
        .extracting(Finding::identity)
        .contains(new Finding.Identity(Rule.CONFIRMED_WITHOUT_CHARGE, "zzz"));
    assertThat(reconciler.more())
        .containsOnlyKeys(Rule.STOCK_WITHOUT_ORDER)
        .containsValue(MANY - Findings.OF_A_RULE_MAX);
  }

  @Test
  void it_says_what_was_compared_what_is_open_and_what_is_parked() throws Exception {
    system.confirm("closed", "SKU1");
    system.refund("closed");
    system.place("open", "SKU1");
    system.execute(
        "orders",
        "update orders set since = now() - interval '1 hour' where upstream_key = 'open'");
    system.place("parked", "SKU1");
    system.execute(
        "orders",
        "update orders set due_at = null, parked_reason = 'provider says no'"
            + " where upstream_key = 'parked'");
    system.execute(
        "payments",
        """
        insert into charge (key, state, fingerprint, amount_cents, currency, due_at)
        values ('open', 'PENDING', 'f', 500, 'EUR', now());
        insert into simulator_ledger (charge_key, charged_cents) values ('open', 500);
        insert into charge (key, state, due_at) values ('undone', 'VOIDED', now())
        """);

    var reconciler = reconciler();

    assertThat(reconciler.findings(WAIT)).isEmpty();
    List<String> report = reconciler.report();
    assertThat(report)
        .contains(
            "Compared: 3 orders, 1 reservations, 3 charges, 1 refunds, 2 rows of the provider's"
                + " ledger, 1 SKUs")
        .anyMatch(line -> line.matches("Open: 1 orders .*, 1 charges.*, 1 voids, 0 refunds.*"))
        .anyMatch(line -> line.matches("  order \\S+ is PENDING and open since .*, attempt 1"))
        .anyMatch(line -> line.startsWith("Parked: 1 orders"))
        .anyMatch(line -> line.matches("  order \\S+ is PENDING and parked .*: provider says no"));
  }
}
