package orders.system;

import static orders.system.contract.SystemContract.faults;
import static orders.system.fixture.OrderJson.item;
import static orders.system.fixture.OrderJson.order;
import static orders.system.fixture.RawHttp.briefUnder;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import orders.system.contract.OrdersContract;
import orders.system.fixture.Http;
import orders.system.fixture.RunningSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each service in a server of its own, as in compose and Kubernetes. */
class SeparateServersIT implements OrdersContract {
  /** The settings that stand in files, as the secrets of a container do. */
  private static Path files;

  private static RunningSystem running;

  @BeforeAll
  static void start() throws Exception {
    // what is answered is the same however slow the machine: a call that takes longer than its
    // limit would open the circuit breaker
    files = Files.createTempDirectory("settings");
    Files.writeString(files.resolve("HTTP_RETRY_MAX"), "1");
    running =
        RunningSystem.separateServers(
                "separate-servers",
                Map.of(
                    "HTTP_TIMEOUT_SECS", "10",
                    "ORDER_LEASE_SECS", "120",
                    "VARIABLE_SOURCE_DIRS", files.toString()))
            .start();
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @Override
  public RunningSystem running() {
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
    RunningSystem.await(
        "the circuit breaker to let the retry through",
        () -> Http.post(orders(), body, "Idempotency-Key", "killed-" + sku).status() < 300);

    var confirmed = Http.get(running.gateway.resolve(location)).json();
    assertThat(confirmed.getString("status")).isEqualTo("CONFIRMED");
    assertThat(available(sku)).isEqualTo(4);
  }

  @Test
  void a_secret_that_is_made_anew_is_read_at_the_next_start_and_until_then_nothing_happens()
      throws IOException {
    String sku = sku(1000);
    var number = new AtomicInteger();
    Path secret = files.resolve("POSTGRES_PASSWORD");
    Files.writeString(secret, "not the one that the database knows");
    try {
      // a server that looks does so twice a second
      RunningSystem.waiting("every order to be answered as ever", Duration.ofMinutes(1))
          .during(Duration.ofSeconds(4))
          .until(() -> confirmed(sku, 100, sku + number.getAndIncrement()) != null);
    } finally {
      Files.delete(secret);
    }
    for (var server : running.servers.values()) {
      assertThat(server.printed()).doesNotContain("CWWKG0017I", "CWWKZ0009I");
    }
  }

  @Test
  void a_service_answers_at_its_port_whatever_the_host_says() {
    for (String host :
        List.of("localhost:8080", "shop.example:8443", "service", "x:9001", "x:80")) {
      assertThat(briefUnder(running.gateway, "/api/orders/", host)).as(host).isEqualTo("200");
      assertThat(briefUnder(running.inventory, "/stock/SKU1", host)).as(host).isEqualTo("200");
      assertThat(briefUnder(running.payments, "/simulator", host)).as(host).isEqualTo("200");
      for (URI server : List.of(running.gateway, running.inventory, running.payments)) {
        assertThat(briefUnder(server, "/metrics", host)).as(host).isEqualTo("404 NOT_FOUND");
      }
    }
  }

  @Test
  void health_and_metrics_are_on_the_management_port_whatever_the_host_says() {
    for (String server : running.servers.keySet()) {
      for (String host : List.of("localhost:4711", "service", "x:80", "x:9090")) {
        for (String path : List.of("/health/ready", "/health/live", "/metrics")) {
          assertThat(briefUnder(running.management(server), path, host))
              .as(host + path)
              .isEqualTo("200");
        }
        assertThat(briefUnder(running.management(server), "/api/orders/", host))
            .isEqualTo("404 NOT_FOUND");
      }
    }
  }

  @Test
  void a_database_that_may_forget_what_it_committed_is_told_of_at_start() throws Exception {
    try (var payments = running.connect("payments");
        var change = payments.createStatement()) {
      change.execute("alter role payments set synchronous_commit = off");
      running.servers.get("payments").stop();
      running.start();

      assertThat(running.servers.get("payments").console())
          .content()
          .containsOnlyOnce("DATABASE payments IS NOT DURABLE: synchronous_commit=off.");
      assertThat(running.servers.get("inventory").console())
          .content()
          .doesNotContain("NOT DURABLE");
      change.execute("alter role payments reset synchronous_commit");
    }
    running.servers.get("payments").stop();
    running.start();
  }

  @Test
  void a_program_does_not_start_on_tables_that_a_newer_one_has_changed() throws Exception {
    var server = running.servers.get("payments");
    server.stop();
    try (var payments = running.connect("payments");
        var change = payments.createStatement()) {
      change.execute(
          "insert into flyway_schema_history (installed_rank, version, description, type, script,"
              + " installed_by, execution_time, success)"
              + " values (999, '999', 'newer', 'SQL', 'V999__newer.sql', 'test', 0, true)");
      try {
        server.start();
        server.awaitEnd();

        assertThat(server.printed()).contains("The database at", "cannot be used", "999");
      } finally {
        change.execute("delete from flyway_schema_history where version = '999'");
        running.start();
      }
    }
  }

  @Test
  void a_setting_in_a_file_counts_for_the_calls_to_other_services_too() {
    String sku = sku(5);
    Http.Answer unknown;
    simulate(faults(0, 1, 0));
    try {
      unknown = Http.post(orders(), order(item(sku, 1), 100), "Idempotency-Key", "file-" + sku);
    } finally {
      simulate(faults(0, 0, 0));
    }
    URI order = running.gateway.resolve(unknown.header("Location").orElseThrow());
    RunningSystem.await(
        "the order to be confirmed in the background",
        () -> Http.get(order).json().getString("status").equals("CONFIRMED"));

    var steps = Http.get(order.resolve("timeline/")).json().getJsonArray("steps");
    assertThat(steps.getValuesAs(JsonObject.class))
        .filteredOn(step -> step.getInt("attempt") == 1)
        .extracting(step -> step.getString("event"))
        .containsExactly("PENDING", "reserve", "charge", "charge");
  }

  /**
   * The fewest that keep the promise: the order and its end, the reservation, the intent to charge
   * and its outcome. Counted by PostgreSQL itself, without what the background work polls
   * meanwhile.
   */
  @Test
  void a_confirmed_order_costs_two_commits_in_the_gateway_one_in_inventory_and_two_in_payments()
      throws Exception {
    int orders = 300;
    String sku = sku(orders);
    try (var postgres = running.connectAsSuperuser()) {
      Commits begin = Commits.ofSessionsEnded(postgres);
      awaitSessions(postgres, sku);

      // one after the other, in the same few sessions: opening one costs commits too
      for (int i = 0; i < orders; i++) {
        assertThat(Http.post(orders(), order(item(sku, 1), 100)).status()).isEqualTo(201);
      }

      Commits end = Commits.ofSessionsEnded(postgres);
      // nothing is asked of them from here on; the first polls open sessions anew
      Commits resting = Commits.afterPolls(postgres, end, 10);
      Commits rested = Commits.afterPolls(postgres, resting, 40);
      awaitSessions(postgres, sku);
      double[] perOrder = new double[3];
      for (int i = 0; i < perOrder.length; i++) {
        double pollsASecond = rested.since(resting, i) / rested.secondsSince(resting);
        double polls = pollsASecond * end.secondsSince(begin);
        perOrder[i] = (end.since(begin, i) - polls) / orders;
      }
      System.out.printf(
          "commits for one confirmed order, without polls: %.2f %.2f %.2f%n",
          perOrder[0], perOrder[1], perOrder[2]);
      assertThat(perOrder[0]).isBetween(1.7, 2.3);
      assertThat(perOrder[1]).isBetween(0.9, 1.2);
      assertThat(perOrder[2]).isBetween(1.7, 2.3);
    }
  }

  /** The first who finds a session ended in the pool is told so, and the pool is emptied. */
  private static void awaitSessions(Connection postgres, String sku) {
    RunningSystem.await(
        "new sessions of all three services",
        () ->
            Http.get(running.gateway.resolve("/api/orders/")).status() == 200
                && Http.get(running.inventory.resolve("/stock/" + sku)).status() == 200
                && Commits.sessions(postgres, "payments") > 0);
  }

  /** How many there were until then in each database. */
  private record Commits(long nanos, long[] count) {
    private static final List<String> DATABASES = List.of("orders", "inventory", "payments");

    /**
     * A session tells how much it committed when it ends, and before that only after it was idle
     * for ten seconds.
     */
    static Commits ofSessionsEnded(Connection postgres) throws SQLException {
      try (var end = postgres.createStatement()) {
        end.execute(
            "create temporary table ended as select pid, pg_terminate_backend(pid)"
                + " from pg_stat_activity where datname in ('orders', 'inventory', 'payments')");
        RunningSystem.await(
            "the sessions to end",
            () ->
                number(postgres, "select count(*) from pg_stat_activity join ended using (pid)")
                    == 0);
        end.execute("drop table ended");
      }
      return now(postgres);
    }

    /** As soon as the gateway and payments, which poll, have done so that often. */
    static Commits afterPolls(Connection postgres, Commits earlier, int times) {
      var last = new Commits[1];
      RunningSystem.await(
          "polls",
          () -> {
            last[0] = now(postgres);
            return last[0].since(earlier, 0) > times && last[0].since(earlier, 2) > times;
          });
      return last[0];
    }

    private static Commits now(Connection postgres) {
      long[] count = DATABASES.stream().mapToLong(name -> of(postgres, name)).toArray();
      return new Commits(System.nanoTime(), count);
    }

    private static long of(Connection postgres, String database) {
      return number(
          postgres, "select xact_commit from pg_stat_database where datname = '" + database + "'");
    }

    static long sessions(Connection postgres, String database) {
      return number(
          postgres, "select count(*) from pg_stat_activity where datname = '" + database + "'");
    }

    private static long number(Connection postgres, String sql) {
      try {
        return RunningSystem.number(postgres, sql);
      } catch (SQLException e) {
        throw new AssertionError(sql, e);
      }
    }

    long since(Commits earlier, int database) {
      return count[database] - earlier.count[database];
    }

    double secondsSince(Commits earlier) {
      return (nanos - earlier.nanos) / 1e9;
    }
  }
}
