package orders.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import orders.system.fixture.Http;
import orders.system.fixture.OrderJson;
import orders.system.fixture.RunningSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A database that is there and does not do its work: what the services say, and do, meanwhile. */
class SickDatabaseIT {
  private static final AtomicInteger NEXT = new AtomicInteger();
  private static final String DATABASE_UNAVAILABLE = "503 DATABASE_UNAVAILABLE";
  private static RunningSystem running;

  /** How the keys of this test's orders begin: what another one left open is not its business. */
  private static String mine;

  @BeforeAll
  static void start() {
    var settings =
        Map.of(
            // it has tests of its own; here it would refuse orders before they meet the database
            "HTTP_CIRCUIT_FAIL_THRESHOLD",
            "10000",
            // an address where nothing is that asks for localhost; only Linux has it from the start
            "BIND_HOST",
            System.getProperty("os.name").equals("Linux") ? "127.0.0.2" : "localhost");
    running = RunningSystem.oneServerBehindDatabaseNetwork("sick-database", settings).start();
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @BeforeEach
  void begin() {
    mine = "test-" + NEXT.incrementAndGet() + "-";
    // of what the test before did to it, connections may be left that nobody has met yet
    await("inventory to answer", () -> Service.INVENTORY.write().status() < 300);
    paymentsWork();
  }

  private static String key() {
    return mine + NEXT.incrementAndGet();
  }

  /** One that writes to its database when it is asked to. */
  enum Service {
    ORDERS,
    INVENTORY,
    PAYMENTS;

    /** A request that reads, if there is one. */
    Http.Answer read() {
      return switch (this) {
        case ORDERS -> Http.get(running.gateway.resolve("/api/orders/"));
        case INVENTORY -> Http.get(running.inventory.resolve("/stock/SICK"));
        case PAYMENTS -> write();
      };
    }

    /** A request that writes, each time something new. */
    Http.Answer write() {
      return switch (this) {
        case ORDERS -> order(key());
        case INVENTORY ->
            Http.put(running.inventory.resolve("/stock/SICK"), "{\"quantity\": 1000000}");
        case PAYMENTS ->
            Http.post(
                running.payments.resolve("/charge"),
                "{\"amount_cents\": 5, \"currency\": \"EUR\"}",
                "Idempotency-Key",
                key());
      };
    }

    Http.Answer health() {
      URI service =
          switch (this) {
            case ORDERS -> running.gateway;
            case INVENTORY -> running.inventory;
            case PAYMENTS -> running.payments;
          };
      return Http.get(service.resolve("/health"));
    }

    String database() {
      return name().toLowerCase(Locale.ROOT);
    }

    String table() {
      return switch (this) {
        case ORDERS -> "orders";
        case INVENTORY -> "stock";
        case PAYMENTS -> "charge";
      };
    }
  }

  private static Http.Answer order(String key) {
    return Http.post(
        running.gateway.resolve("/api/orders/"),
        OrderJson.order(OrderJson.item("SICK", 1), 100),
        "Idempotency-Key",
        key);
  }

  private static int readiness() {
    return Http.get(running.management.resolve("/health/ready")).status();
  }

  /** Orders that are stored and cannot be finished, until {@link #paymentsWork}. */
  private static void openOrders(int count) {
    simulator(1);
    for (int i = 0; i < count; i++) {
      String key = key();
      await(
          "an order to be stored",
          () -> order(key).status() == 503 && count("idempotency_key = '" + key + "'") == 1);
    }
    assertThat(open()).isEqualTo(count);
  }

  private static void simulator(double errorRate) {
    var answer =
        Http.put(
            running.payments.resolve("/simulator"),
            ("{\"latency_ms\": 0, \"error_rate\": %s, \"late_error_rate\": 0, \"timeout_rate\": 0,"
                    + " \"timeout_ms\": 0}")
                .formatted(errorRate));
    assertThat(answer.status()).isEqualTo(200);
  }

  private static void paymentsWork() {
    simulator(0);
  }

  private static long open() {
    return count("due_at is not null");
  }

  private static long count(String which) {
    return running.number(
        "orders",
        "select count(*) from orders where idempotency_key like '" + mine + "%' and " + which);
  }

  private static void awaitOrdersAreConfirmed() {
    RunningSystem.await("the orders that are due to be finished", () -> open() == 0);
    assertThat(count("status <> 'CONFIRMED'")).isZero();
  }

  /** As a person does who may do everything. */
  private static void operator(String database, String... statements) throws SQLException {
    String url = "jdbc:postgresql://localhost:" + running.setting("POSTGRES_PORT") + "/" + database;
    try (var connection = DriverManager.getConnection(url, "postgres", "postgres");
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static String endSessions(Service service) {
    return "select pg_terminate_backend(pid) from pg_stat_activity where usename = '%s'"
        .formatted(service.database());
  }

  /** But for what health has, if it keeps any: it must see what the next request meets. */
  private static String endSessionsOfRequests(Service service) {
    return endSessions(service) + " and query not like '%pg_is_in_recovery%'";
  }

  private static void await(String what, BooleanSupplier condition) {
    RunningSystem.await(what, condition);
  }

  @Test
  void orders_that_are_due_are_finished_though_every_open_connection_has_fallen_silent() {
    openOrders(6);

    running.databaseNetwork.forgetOpenConnections();
    paymentsWork();

    for (Service service : Service.values()) {
      assertThat(service.health().status()).as("the database is well").isEqualTo(200);
    }
    awaitOrdersAreConfirmed();
    await("a new order", () -> order(key()).status() == 201);
    assertThat(readiness()).isEqualTo(200);
  }

  @Test
  void a_database_that_answers_nobody_is_503_until_it_answers_again() {
    openOrders(3);

    running.databaseNetwork.swallowNewConnections(true);
    running.databaseNetwork.forgetOpenConnections();
    paymentsWork();
    try {
      for (Service service : Service.values()) {
        assertThat(service.health().brief()).isEqualTo(DATABASE_UNAVAILABLE);
        assertThat(service.write().brief()).isEqualTo(DATABASE_UNAVAILABLE);
      }
      assertThat(readiness()).isEqualTo(503);
    } finally {
      running.databaseNetwork.swallowNewConnections(false);
    }

    for (Service service : Service.values()) {
      assertThat(service.health().status()).as(service.name()).isEqualTo(200);
    }
    awaitOrdersAreConfirmed();
    await("readiness", () -> readiness() == 200);
  }

  /** As after a failover that leaves the sessions open, or opens new ones to the old primary. */
  @ParameterizedTest
  @EnumSource
  void a_read_only_database_is_503_and_writes_succeed_once_it_can_be_written(Service service)
      throws SQLException {
    openOrders(2);
    String database = "alter database " + service.database();
    operator(
        "postgres",
        database + " set default_transaction_read_only = on",
        endSessionsOfRequests(service));
    paymentsWork();
    try {
      for (int i = 0; i < 3; i++) {
        var refused = service.write();
        assertThat(refused.brief()).isEqualTo(DATABASE_UNAVAILABLE);
        assertThat(refused.header("Retry-After")).isPresent();
      }
      assertThat(service.health().brief()).isEqualTo(DATABASE_UNAVAILABLE);
      assertThat(readiness()).isEqualTo(503);
    } finally {
      // the sessions that are open stay as they are
      operator("postgres", database + " reset default_transaction_read_only");
    }

    assertThat(service.health().status()).isEqualTo(200);
    assertThat(readiness()).isEqualTo(200);
    await("a write", () -> service.write().status() < 300);
    awaitOrdersAreConfirmed();
  }

  @ParameterizedTest
  @EnumSource
  void a_dead_connection_in_the_pool_does_not_make_health_fail(Service service)
      throws SQLException {
    for (int i = 0; i < 3; i++) {
      assertThat(service.health().status()).isEqualTo(200);
      assertThat(readiness()).isEqualTo(200);

      operator("postgres", endSessions(service));

      assertThat(service.health().status()).isEqualTo(200);
      operator("postgres", endSessions(service));
      assertThat(readiness()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_database_without_a_connection_to_spare_is_503_until_it_has_some(Service service)
      throws SQLException {
    String limit = "alter role " + service.database() + " connection limit ";
    assertUnavailableBetween(service, limit + "0", limit + "-1");
  }

  /** As before a restore, or while it is renamed. */
  @ParameterizedTest
  @EnumSource
  void a_database_that_takes_no_connections_is_503_until_it_does(Service service)
      throws SQLException {
    String allow = "alter database " + service.database() + " allow_connections ";
    assertUnavailableBetween(service, allow + "false", allow + "true");
  }

  private static void assertUnavailableBetween(Service service, String sick, String well)
      throws SQLException {
    operator("postgres", sick, endSessions(service));
    try {
      for (int i = 0; i < 3; i++) {
        for (var refused : List.of(service.write(), service.read())) {
          assertThat(refused.brief()).isEqualTo(DATABASE_UNAVAILABLE);
          assertThat(refused.header("Retry-After")).isPresent();
        }
      }
      assertThat(service.health().brief()).isEqualTo(DATABASE_UNAVAILABLE);
    } finally {
      operator("postgres", well);
    }

    assertThat(service.health().status()).isEqualTo(200);
    await("a write", () -> service.write().status() < 300);
  }

  /** As after a restore by another role. */
  @ParameterizedTest
  @EnumSource
  void a_table_that_the_service_may_not_write_is_503_until_it_may(Service service)
      throws SQLException {
    String owner = "alter table " + service.table() + " owner to ";
    operator(service.database(), owner + "postgres");
    try {
      assertThat(service.write().brief()).isEqualTo(DATABASE_UNAVAILABLE);
    } finally {
      operator(service.database(), owner + service.database());
    }

    await("a write", () -> service.write().status() < 300);
  }

  @ParameterizedTest
  @EnumSource
  void however_many_ask_for_health_at_once_a_database_that_is_well_is_well(Service service)
      throws Exception {
    var threads = Executors.newFixedThreadPool(100);
    try {
      Callable<Integer> look = () -> service.health().status();
      for (var status : threads.invokeAll(Collections.nCopies(400, look))) {
        assertThat(status.get()).isEqualTo(200);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** More requests than there are connections in a pool: health does not wait in their line. */
  @ParameterizedTest
  @EnumSource
  void a_locked_table_is_503_while_it_is_locked_and_the_database_is_well(Service service)
      throws Exception {
    var threads = Executors.newCachedThreadPool();
    try (Connection other = running.connect(service.database());
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("lock table " + service.table() + " in access exclusive mode");
      List<Future<Http.Answer>> answers = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        answers.add(threads.submit((Callable<Http.Answer>) service::write));
      }
      if (service == Service.ORDERS) {
        answers.add(threads.submit(() -> Http.get(running.gateway.resolve("/api/orders/"))));
      }

      while (!answers.stream().allMatch(Future::isDone)) {
        assertThat(service.health().status()).isEqualTo(200);
        assertThat(readiness()).isEqualTo(200);
      }

      // the lock is still held
      for (var answer : answers) {
        assertThat(answer.get().brief()).isEqualTo(DATABASE_UNAVAILABLE);
        assertThat(answer.get().header("Retry-After")).isPresent();
      }
    } finally {
      threads.shutdownNow();
    }
    await("a write", () -> service.write().status() < 300);
    awaitOrdersAreConfirmed();
  }

  /** A failover to a machine with another clock. */
  @Test
  void orders_that_a_clock_an_hour_ahead_leased_or_put_off_are_finished() throws SQLException {
    openOrders(6);
    operator(
        "orders",
        "update orders set due_at = now() + interval '1 hour', version = version + 1,"
            + " leased = (get_byte(uuid_send(id), 0) % 2 = 0)"
            + " where idempotency_key like '"
            + mine
            + "%'");

    paymentsWork();

    awaitOrdersAreConfirmed();
  }

  /**
   * A read-only database ends its sessions, and one of them between a statement's error and the
   * next: what the driver says of that is a circle to the server's pool.
   */
  @Test
  void a_session_that_ends_right_after_its_statement_failed_is_503() throws SQLException {
    operator(
        "orders",
        "create sequence sick",
        "grant usage on sequence sick to orders",
        """
        create function end_after_error() returns trigger language plpgsql as $$
        begin
          perform set_config('transaction_read_only', 'on', true);
          new.attempts := pg_terminate_backend(pg_backend_pid())::int + nextval('sick');
          return new;
        end $$
        """,
        "create trigger sick before insert on orders for each row execute function"
            + " end_after_error()");
    try {
      assertThat(Service.ORDERS.write().brief()).isEqualTo(DATABASE_UNAVAILABLE);
    } finally {
      operator(
          "orders",
          "drop trigger sick on orders",
          "drop function end_after_error",
          "drop sequence sick");
    }

    await("an order", () -> order(key()).status() < 300);
  }

  /**
   * A migration waits for another gateway's, or takes as long itself: no limit of a request
   * applies. And what is to be written at the start waits until it can be.
   */
  @Test
  void a_start_waits_for_its_databases_for_as_long_as_it_takes() throws Exception {
    var server = running.servers.get("orders");
    server.stop();
    String inventory = "alter database inventory ";
    operator("postgres", inventory + "set default_transaction_read_only = on");
    try (Connection other = running.connect("orders");
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("lock table flyway_schema_history in access exclusive mode");
      server.start();
      await(
          "a session to have waited longer than any statement, socket or opening of ports may",
          () ->
              running.number(
                      "orders",
                      "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                          + " and query_start < now() - interval '31 seconds'")
                  > 0);
      await(
          "inventory to have tried to write",
          () -> server.printed().contains("cannot execute INSERT in a read-only transaction"));
      // who came now would be told 404, and believe it
      assertThatThrownBy(() -> order(key())).hasCauseInstanceOf(ConnectException.class);
    } finally {
      operator("postgres", inventory + "reset default_transaction_read_only");
    }

    running.start();

    assertThat(order(key()).status()).isIn(201, 422);
  }
}
