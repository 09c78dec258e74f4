package orders.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import orders.reconciler.Reconciler;
import orders.system.chaos.ChaosProxy;
import orders.system.contract.OrdersContract;
import orders.system.fixture.Http;
import orders.system.fixture.OrderJson;
import orders.system.fixture.Parallel;
import orders.system.fixture.RawHttp;
import orders.system.fixture.RunningSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What went wrong in the system that this one replaces, each fault brought about for real. Those
 * that need no dying process are in {@link OrdersContract}: the payment declined, one SKU on two
 * lines, crossing orders, bodies and numbers out of bounds.
 */
class OldSystemFaultsIT {
  /** The default of HTTP_CIRCUIT_RESET_TIMEOUT. */
  private static final Duration BREAKER_RESET = Duration.ofSeconds(5);

  private static RunningSystem running;
  private static ChaosProxy inventory;
  private static ChaosProxy payments;

  @BeforeAll
  static void start() {
    running =
        RunningSystem.twoGatewaysBehindProxies(
            "old-faults",
            Map.of(
                "ORDER_LEASE_SECS", "9",
                "HTTP_RETRY_MAX", "1",
                "THROTTLE_ORDERS_LIST", "5/min"));
    inventory = new ChaosProxy(running.inventoryProxyPort, running.inventory, 1);
    payments = new ChaosProxy(running.paymentsProxyPort, running.payments, 2);
    running.start();
  }

  @AfterAll
  static void stop() {
    running.close();
    inventory.close();
    payments.close();
  }

  @BeforeEach
  void everything_runs() {
    inventory.at(null);
    payments.at(null);
    running.start();
  }

  @AfterEach
  void everything_adds_up_after_each() throws Exception {
    RunningSystem.await("every order to be final", () -> open() == 0);
    try (var orders = running.connect("orders");
        var stock = running.connect("inventory");
        var charges = running.connect("payments")) {
      assertThat(new Reconciler(orders, stock, charges).findings(Duration.ofSeconds(1))).isEmpty();
    }
  }

  private static long open() {
    return running.number("orders", "select count(*) from orders where due_at is not null");
  }

  private static String sku(String name, long available) {
    Http.put(running.inventory.resolve("/stock/" + name), "{\"quantity\": " + available + "}");
    return name;
  }

  private static long reserved(String sku) {
    return Http.get(running.inventory.resolve("/stock/" + sku)).json().getInt("reserved");
  }

  private static String order(String sku) {
    return OrderJson.order(OrderJson.item(sku, 1), 100);
  }

  private static Http.Answer place(URI gateway, String order, String key) {
    return Http.post(gateway.resolve("/api/orders/"), order, "Idempotency-Key", key);
  }

  private static Http.Answer placeUntilFinal(URI gateway, String sku, String key) {
    var answer = Http.postUntilFinal(gateway.resolve("/api/orders/"), order(sku), key);
    assertThat(answer.status()).as(answer.text()).isLessThan(300);
    return answer;
  }

  private static ChaosProxy.Point before(String path, Runnable act) {
    return new ChaosProxy.Point(path, false, act);
  }

  private static ChaosProxy.Point after(String path, Runnable act) {
    return new ChaosProxy.Point(path, true, act);
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void of_100_parallel_requests_with_one_key_over_two_gateways_none_gets_an_invented_answer()
      throws Exception {
    String sku = sku("OLD-PARALLEL", 100);
    var requests = new ArrayList<Callable<Http.Answer>>();
    for (int i = 0; i < 100; i++) {
      URI gateway = i % 2 == 0 ? running.gateway : running.secondGateway;
      requests.add(() -> place(gateway, order(sku), "parallel"));
    }

    var answers = Parallel.inParallel(requests);

    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
    Set<String> bodies =
        answers.stream()
            .filter(answer -> answer.status() < 300)
            .map(Http.Answer::text)
            .collect(Collectors.toSet());
    assertThat(bodies).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.status() >= 300)
        .allSatisfy(answer -> assertThat(answer.brief()).isEqualTo("409 IDEMPOTENCY_IN_PROGRESS"));
    assertThat(reserved(sku)).isEqualTo(1);
  }

  @Test
  void killed_between_reserve_and_charge_the_order_is_finished_and_its_key_gets_the_true_answer() {
    String sku = sku("OLD-KILLED", 100);
    var gateway = running.servers.get("gateway");
    inventory.at(after("/reserve", gateway::kill));

    RunningSystem.await(
        "the gateway to be killed",
        () -> {
          try {
            place(running.gateway, order(sku), "killed");
          } catch (UncheckedIOException died) {
            // as it was meant to
          }
          return !gateway.isAlive();
        });
    var answer = placeUntilFinal(running.secondGateway, sku, "killed");
    running.start();

    assertThat(answer.json().getString("status")).isEqualTo("CONFIRMED");
    assertThat(reserved(sku)).isEqualTo(1);
  }

  @Test
  void killed_after_a_declined_payment_its_key_still_gets_402_and_it_ends_by_itself() {
    String sku = sku("OLD-DECLINED", 100);
    String order = OrderJson.order(OrderJson.item(sku, 1), 2_000_000);
    var gateway = running.servers.get("gateway");
    inventory.at(after("/release", gateway::kill));
    RunningSystem.await(
        "the gateway to be killed",
        () -> {
          try {
            place(running.gateway, order, "declined");
          } catch (UncheckedIOException died) {
            // as it was meant to
          }
          return !gateway.isAlive();
        });

    assertThat(place(running.secondGateway, order, "declined").brief())
        .isEqualTo("402 PAYMENT_FAILED");
    // of those that nobody repeats, when the lease of the one who died has ended: not much later
    RunningSystem.await("every order to be final", Duration.ofMinutes(1), () -> open() == 0);

    assertThat(reserved(sku)).isZero();
  }

  @Test
  void a_charge_slower_than_the_timeout_is_taken_once_and_confirmed() {
    String sku = sku("OLD-SLOW-CHARGE", 100);
    payments.at(before("/charge", () -> sleep(3000)));

    var answer = placeUntilFinal(running.gateway, sku, "slow-charge");

    assertThat(reserved(sku)).isEqualTo(1);
    assertThat(charges(answer)).isEqualTo(1);
  }

  private static long charges(Http.Answer answer) {
    return running.number(
        "payments",
        "select count(*) from charge where transaction_id = '%s'"
            .formatted(answer.json().getString("transaction_id")));
  }

  @Test
  void a_slow_reserve_takes_its_units_once() {
    String sku = sku("OLD-SLOW-RESERVE", 100);
    inventory.at(before("/reserve", () -> sleep(3000)));

    placeUntilFinal(running.gateway, sku, "slow-reserve");

    assertThat(reserved(sku)).isEqualTo(1);
  }

  @Test
  void without_a_key_a_charge_slower_than_the_timeout_is_taken_once_or_given_back() {
    String sku = sku("OLD-NO-KEY", 100);
    payments.at(before("/charge", () -> sleep(8000)));

    var answer = Http.post(running.gateway.resolve("/api/orders/"), order(sku));

    long late = requests("/charge 200") + requests("/charge 409");
    RunningSystem.await(
        "the late charge", () -> requests("/charge 200") + requests("/charge 409") > late);
    assertThat(reserved(sku)).isEqualTo(answer.status() == 201 ? 1 : 0);
  }

  @Test
  void while_redis_is_away_orders_are_placed_and_read() {
    String sku = sku("OLD-REDIS", 100);
    running.redis().destroyForcibly();

    var answer = place(running.gateway, order(sku), "redis");

    assertThat(answer.status()).isEqualTo(201);
    URI detail = running.gateway.resolve(answer.header("Location").orElseThrow());
    assertThat(Http.get(detail).status()).isEqualTo(200);
    assertThat(Http.get(running.gateway.resolve("/api/orders/")).status()).isEqualTo(200);
  }

  @Test
  void a_forged_forwarded_for_per_request_escapes_no_throttle() {
    URI list = running.secondGateway.resolve("/api/orders/");
    var statuses = new ArrayList<Integer>();

    for (int i = 0; i < 8; i++) {
      var forged = HttpRequest.newBuilder(list).header("X-Forwarded-For", "203.0.113." + i);
      statuses.add(Http.send(forged).status());
    }

    assertThat(statuses).filteredOn(status -> status == 200).hasSizeLessThanOrEqualTo(5);
    assertThat(statuses).endsWith(429, 429, 429);
  }

  @Test
  void of_a_caller_whose_requests_are_used_up_no_body_is_waited_for() {
    String address = "127.0.0.9";
    byte[] list =
        RawHttp.request(running.gateway, "GET /api/orders/", List.of(), "{}".getBytes(UTF_8));
    RunningSystem.await(
        "its requests to be used up",
        () -> RawHttp.send(running.gateway, address, list).status() == 429);

    // a thousand bytes that never come; whoever waits for them answers 408
    byte[] slow =
        RawHttp.request(
            running.gateway, "GET /api/orders/", List.of("Content-Length: 1000"), new byte[0]);
    var answer = RawHttp.send(running.gateway, address, slow);

    assertThat(answer.brief()).isEqualTo("429 RATE_LIMITED");
    assertThat(answer.headers().get("RateLimit")).startsWith("\"orders_list\";r=0;t=");
    assertThat(answer.headers()).containsKeys("Retry-After", "X-Request-ID");
    assertThat(RawHttp.send(running.gateway, "127.0.0.10", slow).brief())
        .as("another's body")
        .isEqualTo("408 REQUEST_TIMEOUT");
  }

  @Test
  void under_load_every_order_that_was_paid_exists_under_an_id_of_its_own() throws Exception {
    String sku = sku("OLD-LOAD", 1000);
    var requests = new ArrayList<Callable<Http.Answer>>();
    for (int i = 0; i < 60; i++) {
      URI gateway = i % 2 == 0 ? running.gateway : running.secondGateway;
      String key = "load-" + i;
      requests.add(() -> placeUntilFinal(gateway, sku, key));
    }

    var ids =
        Parallel.inParallel(requests).stream()
            .map(answer -> answer.json().getString("id"))
            .collect(Collectors.toSet());

    assertThat(ids).hasSize(60);
    assertThat(reserved(sku)).isEqualTo(60);
  }

  /**
   * What a client saw.
   *
   * @param number of its order, in the sequence in which they are sent
   * @param stored whether the order was stored
   * @param micros until the answer
   */
  private record Seen(int number, String brief, boolean stored, long micros) {
    boolean isAt(int gateway) {
      return number % 2 == gateway;
    }
  }

  /** Clients of both gateways, each of which sends a new order soon after the last was answered. */
  private static final class Clients {
    private static final int COUNT = 8;
    private static final long PAUSE_MS = 100;

    private final String sku;
    private final AtomicInteger offered = new AtomicInteger();
    private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(COUNT);
    private volatile boolean stopped;

    Clients(String sku) {
      this.sku = sku;
      for (int i = 0; i < COUNT; i++) {
        threads.execute(this::offerOneAfterTheOther);
      }
    }

    private void offerOneAfterTheOther() {
      while (!stopped) {
        offer();
        sleep(PAUSE_MS);
      }
    }

    private void offer() {
      int number = offered.getAndIncrement();
      URI gateway = number % 2 == 0 ? running.gateway : running.secondGateway;
      long begin = System.nanoTime();
      try {
        Http.Answer answer = place(gateway, order(sku), "down-" + number);
        long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begin);
        boolean stored = answer.header("Location").isPresent();
        seen.add(new Seen(number, answer.brief(), stored, micros));
      } catch (UncheckedIOException e) {
        seen.add(new Seen(number, e.toString(), false, 0));
      }
    }

    /** Of the orders from that number on. */
    List<Seen> since(int number) {
      return seen.stream().filter(answer -> answer.number() >= number).toList();
    }

    /** Every order that was sent is answered then. */
    void stop() throws InterruptedException {
      stopped = true;
      threads.shutdown();
      assertThat(threads.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
    }
  }

  @Test
  void while_payments_are_down_new_orders_take_no_stock_and_afterwards_the_same_keys_succeed()
      throws Exception {
    String sku = sku("OLD-DOWN", 100_000);
    long chargesBefore = requests("request /charge");
    running.servers.get("payments").kill();
    var clients = new Clients(sku);
    RunningSystem.await(
        "both gateways to turn new orders away",
        () -> atBoth(clients.since(0), answer -> !answer.stored()));
    int first = clients.offered.get();
    long beganNanos = System.nanoTime();
    RunningSystem.await(
        "300 more of them, and an order that each gateway lets in to try",
        () -> clients.since(first).size() >= 300 && atBoth(clients.since(first), Seen::stored));
    clients.stop();
    long resetsOver = Duration.ofNanos(System.nanoTime() - beganNanos).dividedBy(BREAKER_RESET);
    long held = reserved(sku);
    long charges = requests("request /charge") - chargesBefore;
    int offered = clients.offered.get();

    assertThat(clients.seen).extracting(Seen::brief).containsOnly("503 UPSTREAM_UNAVAILABLE");
    assertThat(clients.since(first).stream().filter(Seen::stored).count())
        .as("orders let in while the breakers are open: one by each gateway, in each reset time")
        .isLessThanOrEqualTo(2 * (resetsOver + 1));
    assertThat(held)
        .as("units held: one for each order that was let in, and none for those turned away")
        .isLessThanOrEqualTo(clients.seen.stream().filter(Seen::stored).count());
    assertThat(charges).as("calls to payments").isLessThan((long) (1.2 * offered));

    running.servers.get("payments").start();
    RunningSystem.await(
        "payments to be back", () -> Http.isHealthy(running.payments.resolve("/health")));
    long back = System.nanoTime();
    placeUntilFinal(running.gateway, sku, "down-0");
    long first201 = Duration.ofNanos(System.nanoTime() - back).toMillis();
    report(clients.seen, charges, held, first201);
    assertThat(placeUntilFinal(running.secondGateway, sku, "down-1").status()).isLessThan(300);
  }

  private static boolean atBoth(List<Seen> seen, Predicate<Seen> what) {
    return IntStream.range(0, 2)
        .allMatch(gateway -> seen.stream().anyMatch(s -> s.isAt(gateway) && what.test(s)));
  }

  private static long requests(String path) {
    var count = payments.counts.get(path);
    return count == null ? 0 : count.sum();
  }

  /** Measured, not asserted: the machine is shared. */
  private static void report(Collection<Seen> seen, long charges, long held, long first201) {
    List<Long> micros =
        seen.stream().filter(answer -> !answer.stored()).map(Seen::micros).sorted().toList();
    System.out.printf(
        "payments down: %d orders offered, %d refused at once, in p50 %.1f ms, p99"
            + " %.1f ms; %d units held at its end; %d calls to payments (%.2f of the orders); first"
            + " 201 %d ms after it was back%n",
        seen.size(),
        micros.size(),
        micros.get(micros.size() / 2) / 1000.0,
        micros.get(micros.size() * 99 / 100) / 1000.0,
        held,
        charges,
        (double) charges / seen.size(),
        first201);
  }
}
