package orders.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each service in a server of its own, as in compose and Kubernetes. */
class SeparateServersIT extends OrdersContract {
  private static Running running;

  @BeforeAll
  static void start() {
    running = Running.separateServers("separate-servers").start();
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @Override
  Running running() {
    return running;
  }

  @Test
  void with_payments_killed_the_others_answer_and_the_same_key_succeeds_once_it_is_back() {
    String sku = sku(5);
    String body = order(item(sku, 1), 100);

    running.servers.get("payments").kill();
    var unknown = Http.post(orders(), body, "Idempotency-Key", "killed-" + sku);

    assertThat(unknown.brief()).isEqualTo("503 UPSTREAM_UNAVAILABLE");
    assertThat(unknown.header("Retry-After")).isPresent();
    String location = unknown.header("Location").orElseThrow();
    var pending = Http.get(running.gateway.resolve(location)).json();
    assertThat(pending.getString("status")).isEqualTo("PENDING");
    assertThat(Http.get(running.inventory.resolve("/health")).status()).isEqualTo(200);

    running.start();
    Running.await(
        "the circuit breaker to let the retry through",
        () -> Http.post(orders(), body, "Idempotency-Key", "killed-" + sku).status() < 300);

    var confirmed = Http.get(running.gateway.resolve(location)).json();
    assertThat(confirmed.getString("status")).isEqualTo("CONFIRMED");
    assertThat(available(sku)).isEqualTo(4);
  }

  /** Two durable commits are the fewest that keep the promise; counted by PostgreSQL itself. */
  @Test
  void a_confirmed_order_costs_two_commits_in_the_gateway_and_one_in_each_service()
      throws Exception {
    int orders = 300;
    String sku = sku(orders);
    // an idle backend reports its last commits ten seconds later
    Thread.sleep(11_000);
    long[] before = commits();

    for (int i = 0; i < orders; i++) {
      assertThat(Http.post(orders(), order(item(sku, 1), 100)).status()).isEqualTo(201);
    }

    Thread.sleep(11_000);
    long[] after = commits();
    double gateway = (after[0] - before[0]) / (double) orders;
    double inventory = (after[1] - before[1]) / (double) orders;
    double payments = (after[2] - before[2]) / (double) orders;
    System.out.printf(
        "commits for one confirmed order, background polls included: %.2f %.2f %.2f%n",
        gateway, inventory, payments);
    assertThat(gateway).isBetween(2.0, 2.5);
    assertThat(inventory).isBetween(1.0, 1.2);
    assertThat(payments).isBetween(1.0, 1.2);
  }

  private static long[] commits() {
    return java.util.stream.Stream.of("orders", "inventory", "payments")
        .mapToLong(
            database ->
                running.number(
                    database,
                    "select xact_commit from pg_stat_database where datname = current_database()"))
        .toArray();
  }
}
