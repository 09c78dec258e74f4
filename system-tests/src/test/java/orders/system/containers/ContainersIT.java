package orders.system.containers;

import static orders.system.fixture.OrderJson.item;
import static orders.system.fixture.OrderJson.order;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import orders.system.contract.CancelContract;
import orders.system.contract.IdempotencyContract;
import orders.system.contract.InputValidationContract;
import orders.system.contract.OrderPlacementContract;
import orders.system.contract.RefundContract;
import orders.system.contract.TimelineContract;
import orders.system.contract.UnknownOutcomeContract;
import orders.system.fixture.Http;
import orders.system.fixture.RunningSystem;
import orders.system.fixture.SystemUnderTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The containers of compose.yml, through their edge. They run when this begins, with the profile
 * debug; deploy/check/run.sh starts them. A test leaves them healthy for the next one, but for the
 * last two, which leave discrepancies.
 */
@Tag("containers")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ContainersIT
    implements OrderPlacementContract,
        IdempotencyContract,
        InputValidationContract,
        UnknownOutcomeContract,
        CancelContract,
        RefundContract,
        TimelineContract,
        EdgeContract {
  private static final int AFTER_ALL = Order.DEFAULT + 100;

  /** The exit status of a process that was ended by SIGKILL. */
  private static final int KILLED = 137;

  private static final int TRICKLERS = 1000;
  private static final long PLENTY = 1_000_000;
  private static final List<String> DATABASES = List.of("orders-db", "inventory-db", "payments-db");
  private static final List<String> BACKED_UP = List.of("orders", "inventory", "payments");

  private static Compose compose;
  private static ContainerSystem system;

  @BeforeAll
  static void connect() {
    compose = new Compose();
    compose.awaitHealthy();
    system = ContainerSystem.connect(compose);
  }

  @Override
  public SystemUnderTest running() {
    return system;
  }

  @Override
  public Compose compose() {
    return compose;
  }

  @Test
  @Order(1)
  void the_order_of_the_readme_is_confirmed_over_http_2() throws Exception {
    var client = HttpClient.newBuilder().sslContext(Http.trusted()).build();
    String body =
        "{\"items\":[{\"sku\":\"SKU1\",\"quantity\":2}],\"amount_cents\":1500,\"currency\":\"EUR\"}";
    Http.Answer answer = Http.postUntilFinal(orders(), body, "readme");

    var again =
        client.send(
            HttpRequest.newBuilder(orders())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "readme")
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.status()).as(answer.text()).isIn(200, 201);
    assertThat(again.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(answer.text());
  }

  static List<Boundary> boundaries() {
    return Boundary.all();
  }

  @ParameterizedTest
  @MethodSource("boundaries")
  void a_container_reaches_whom_it_calls_and_is_cut_off_from_the_others(Boundary boundary) {
    assertThat(boundary.missed(compose)).isEmpty();
    assertThat(boundary.broken(compose)).isEmpty();
  }

  /** What a health check leaves that was cut off, or an operator's command. */
  @ParameterizedTest
  @ValueSource(strings = {"orders", "inventory", "payments"})
  void a_database_does_not_take_the_end_of_another_process_for_a_crash_of_its_own(String service)
      throws SQLException {
    try (var connection = system.connect(service);
        var statement = connection.createStatement()) {
      compose
          .exec(service + "-db", "bash", "-c", "(sleep 1; exit 3) > /dev/null 2>&1 &")
          .successfully();

      assertThat(statement.execute("select pg_sleep(3)")).isTrue();
      assertThat(statement.execute("select 1")).isTrue();
    }
  }

  @Test
  @Order(AFTER_ALL)
  void a_thousand_clients_that_trickle_are_cut_off_and_keep_nobody_from_ordering()
      throws Exception {
    try (var clients = new PatientClients(orders(), sku(PLENTY));
        var tricklers = new Tricklers(system.gateway, TRICKLERS)) {
      RunningSystem.await("the edge to cut off all of them", () -> tricklers.trickle() == 0);
      clients.awaitMoreConfirmed("beside them");

      assertThat(clients.end()).isEmpty();
    }
  }

  @Test
  @Order(AFTER_ALL + 1)
  void one_of_two_gateways_ends_or_dies_and_no_request_that_may_be_repeated_fails()
      throws Exception {
    Container first = compose.containers("gateway").get(0);
    scaleGateway(2);
    String sku = sku(PLENTY);
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    try (var load = new Load(number -> askOnce(sku, number, heard))) {
      awaitMore(heard, "at the beginning");
      assertThat(compose.terminate(first)).isNotEqualTo(KILLED);
      awaitMore(heard, "after the end of one");
      compose.start(first);
      compose.awaitRestart(first);

      Container other =
          compose.containers("gateway").stream()
              .filter(each -> !each.id().equals(first.id()))
              .findAny()
              .orElseThrow();
      compose.crash(other);
      awaitMore(heard, "after the crash of the other");
      compose.awaitRestart(other);
      awaitMore(heard, "after its restart");

      assertThat(load.end()).isEmpty();
    } finally {
      scaleGateway(1);
    }
    assertThat(heard).contains("POST 201", "GET 200");
  }

  private static void awaitMore(Queue<String> heard, String when) {
    int before = heard.size();
    RunningSystem.await("answers " + when, () -> heard.size() > before + 4 * Load.CLIENTS);
  }

  private static void scaleGateway(int count) {
    compose.up("--scale", "gateway=" + count, "--no-recreate", "gateway");
    compose.await(
        count + " healthy gateways",
        now -> {
          List<Container> gateways = Compose.of("gateway", now);
          return gateways.size() == count && gateways.stream().allMatch(Container::isHealthy);
        });
  }

  /** Both kinds of request that the edge may repeat, sent once, whatever comes. */
  private void askOnce(String sku, int number, Queue<String> heard) {
    var placed =
        Http.post(orders(), order(item(sku, 1), 100), "Idempotency-Key", "once-" + sku + number);
    var listed = Http.get(orders());
    heard.add("POST " + placed.status());
    heard.add("GET " + listed.status());
    assertThat(listed.status()).as(listed.text()).isEqualTo(200);
    // the gateway that answers says where the order is when a call of its own was late, as on a
    // busy machine; the edge, when it has nobody to ask, cannot
    if (placed.header("Location").isEmpty()) {
      assertThat(placed.status()).as(placed.text()).isLessThan(500);
    }
  }

  @Test
  @Order(AFTER_ALL + 2)
  void each_container_crashes_once_then_all_are_stopped_and_no_order_is_lost() throws Exception {
    try (var clients = new PatientClients(orders(), sku(PLENTY))) {
      for (String service : Compose.SERVICES) {
        Container container = compose.containers(service).get(0);
        compose.crash(container);
        compose.awaitRestart(container);
        compose.awaitHealthy();
        clients.awaitMoreConfirmed("after the end of " + service);
      }
      compose.stop();
      compose.up();
      compose.awaitHealthy();
      clients.awaitMoreConfirmed("after a stop of all");

      assertThat(clients.end()).isEmpty();
      assertThat(lost(clients.confirmed())).isZero();
    }
    Ended verdict = compose.reconcile();
    assertThat(verdict.code()).as(verdict.toString()).isZero();
  }

  @Test
  @Order(AFTER_ALL + 3)
  void every_secret_is_made_anew_and_no_order_is_lost() throws Exception {
    List<String> before = secrets();
    try (var clients = new PatientClients(orders(), sku(PLENTY))) {
      clients.awaitMoreConfirmed("with the old secrets");
      compose.renewSecrets("orders-db", "gateway");
      compose.renewSecrets("inventory-db", "inventory");
      compose.renewSecrets("payments-db", "payments");
      compose.renewSecrets("redis", "redis", "gateway");
      compose.renewSecrets("services", "inventory", "payments", "gateway");
      compose.awaitHealthy();
      clients.awaitMoreConfirmed("with the new ones");

      assertThat(clients.end()).isEmpty();
      system = ContainerSystem.connect(compose);
      assertThat(lost(clients.confirmed())).isZero();
    }
    assertThat(secrets()).hasSize(6).doesNotContainAnyElementsOf(before);
    RunningSystem.await("the gateway to reach Redis with the new one", () -> redisIsUp());
    Ended verdict = compose.reconcile();
    assertThat(verdict.code()).as(verdict.toString()).isZero();
  }

  @Test
  @Order(AFTER_ALL + 4)
  void a_backup_under_load_has_every_order_that_was_confirmed_before(@TempDir Path backups)
      throws Exception {
    List<String> before;
    try (var clients = new PatientClients(orders(), sku(PLENTY))) {
      clients.awaitMoreConfirmed("before the backup");
      before = clients.confirmed();
      BACKED_UP.forEach(service -> compose.dump(service, backups.resolve(service)));
      clients.awaitMoreConfirmed("after the backup");
      assertThat(clients.end()).isEmpty();
    }

    compose.reset();
    compose.up(DATABASES.toArray(String[]::new));
    compose.awaitHealthy(DATABASES);
    BACKED_UP.forEach(service -> compose.restore(service, backups.resolve(service)));
    compose.up();
    compose.awaitHealthy();
    system = ContainerSystem.connect(compose);

    assertThat(lost(before)).isZero();
    RunningSystem.await(
        "the orders to be finished that were open in the backup",
        () ->
            system.number(
                    "orders",
                    "select count(*) from orders"
                        + " where due_at is not null or parked_reason is not null")
                == 0);
    Ended verdict = compose.reconcile();
    var discrepancies = new Discrepancies(verdict);
    // the orders were first: what came after has stock and money of the later two, and no order
    assertThat(discrepancies.ofKnownOrders()).as(verdict.toString()).isEmpty();
    assertThat(discrepancies.lines().isEmpty())
        .as(verdict.toString())
        .isEqualTo(verdict.code() == 0);
    confirmed(sku(1), 100);
  }

  @Test
  @Order(AFTER_ALL + 5)
  void of_a_database_that_is_older_than_the_others_the_reconciler_names_what_it_lost(
      @TempDir Path backups) {
    Path backup = backups.resolve("payments");
    compose.dump("payments", backup);
    JsonObject lost = confirmed(sku(1), 100);

    compose.stop("payments");
    compose.restore("payments", backup);
    compose.up();
    compose.awaitHealthy();

    Ended verdict = compose.reconcile();
    assertThat(verdict.code()).as(verdict.toString()).isEqualTo(1);
    assertThat(new Discrepancies(verdict).ofKnownOrders())
        .as(verdict.toString())
        .anyMatch(line -> line.contains("order " + lost.getString("id") + ","));
  }

  /** What is in each of the files, as those see it who read it. */
  private static List<String> secrets() {
    return Stream.of(
            "gateway orders-db/POSTGRES_PASSWORD",
            "inventory inventory-db/INVENTORY_POSTGRES_PASSWORD",
            "payments payments-db/PAYMENTS_POSTGRES_PASSWORD",
            "payments services/SERVICE_TOKEN",
            "gateway redis/REDIS_URL",
            "redis redis/redis.conf")
        .map(each -> each.split(" "))
        .map(each -> compose.read(each[0], "/run/secrets/" + each[1]))
        .toList();
  }

  private static boolean redisIsUp() {
    return Http.get(system.management.resolve("/metrics"))
        .text()
        .lines()
        .anyMatch(line -> line.startsWith("throttle_redis_up{") && line.endsWith(" 1.0"));
  }

  /** How many of these orders are not there, or are not confirmed. */
  private static long lost(List<String> confirmed) throws SQLException {
    Object[] ids = confirmed.stream().map(UUID::fromString).toArray();
    try (var connection = system.connect("orders");
        var select =
            connection.prepareStatement(
                "select count(*) from orders where id = any(?) and status = 'CONFIRMED'")) {
      select.setArray(1, connection.createArrayOf("uuid", ids));
      try (var rows = select.executeQuery()) {
        rows.next();
        return ids.length - rows.getLong(1);
      }
    }
  }
}
