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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** On the real tables, while orders are placed, refunded and cancelled beside what is wrong. */
class ReconcilerTest {
  private static final Duration WAIT = Duration.ofMillis(200);
  private static final int MANY = Reconciler.SUSPECTS_MAX + 2000;

  private LiveSystem system;

  @BeforeEach
  void connect() throws IOException, SQLException {
    system = new LiveSystem();
    system.empty();
    system.stock(Writes.SKU, 1_000_000);
  }

  @AfterEach
  void close() throws SQLException {
    system.close();
  }

  private Reconciler reconciler() {
    return new Reconciler(system.orders, system.inventory, system.payments);
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

  static Stream<CorruptedRow> corruptedRows() {
    return CorruptedRow.all();
  }

  static Stream<ConsistentRow> consistentRows() {
    return ConsistentRow.all();
  }

  private List<Finding.Identity> foundAfter(Writes writes) throws Exception {
    system.confirm(Writes.CONFIRMED, Writes.SKU);
    writes.to(system);
    var reconciler = new Reconciler(system.orders, system.inventory, system.payments, wait -> {});
    return reconciler.findings(WAIT).stream().map(Finding::identity).toList();
  }

  @ParameterizedTest
  @MethodSource("corruptedRows")
  void each_condition_of_each_rule_finds_its_corrupted_row(CorruptedRow row) throws Exception {
    assertThat(foundAfter(row.writes()))
        .containsExactly(new Finding.Identity(row.rule(), row.key()));
  }

  @ParameterizedTest
  @MethodSource("consistentRows")
  void what_is_no_contradiction_is_no_finding(ConsistentRow row) throws Exception {
    assertThat(foundAfter(row.writes())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void each_rule_finds_its_corrupted_row_on_a_live_system(Rule rule) throws Exception {
    CorruptedRow row = corruptedRows().filter(it -> it.rule() == rule).findFirst().orElseThrow();
    system.confirm(Writes.CONFIRMED, Writes.SKU);
    row.writes().to(system);

    besideOrders(
        () ->
            assertThat(reconciler().findings(WAIT))
                .extracting(Finding::identity)
                .containsExactly(new Finding.Identity(rule, row.key())));
  }

  @Test
  void a_live_system_adds_up() throws Exception {
    system.place("failed", "SKU1");
    system.end("failed", "STOCK_FAILED");

    besideOrders(
        () -> {
          for (int i = 0; i < 5; i++) {
            assertThat(reconciler().findings(WAIT)).isEmpty();
          }
        });
  }

  @Test
  void units_that_are_held_of_a_sku_that_is_not_there_are_found() throws Exception {
    system.confirm(Writes.CONFIRMED, "SKU1");
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
