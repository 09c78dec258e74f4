package orders.system;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import orders.reconciler.Finding;
import orders.reconciler.Reconciler;

/**
 * One run of the system under faults, then without, as a seed says: two gateways, processes that
 * are killed and frozen at named points and at random moments, a network that loses answers. First
 * anything may fail, and safety must hold; then the faults stop, and every order must come to its
 * end. A run whose faults never struck proves nothing and fails.
 */
final class Chaos {
  private static final Duration FINAL_MAX = Duration.ofSeconds(30);

  private final long seed;
  private final int orders;
  private final boolean thorough;
  private final int leaseSeconds;
  private final Random random;
  private final Running running;
  private final ChaosProxy inventory;
  private final ChaosProxy payments;
  private final ChaosClients clients;
  private final Map<String, Long> struck = new ConcurrentSkipListMap<>();
  private final List<String> failures = new ArrayList<>();
  private final Map<String, Long> statuses = new TreeMap<>();
  private long finalAfterMillis;

  /**
   * @param seed of everything that is random here
   * @param orders to be placed
   * @param thorough whether every kind of fault strikes, with the default lease; otherwise some of
   *     them do, with a short one
   */
  Chaos(long seed, int orders, boolean thorough) {
    this.seed = seed;
    this.orders = orders;
    this.thorough = thorough;
    this.leaseSeconds = thorough ? 15 : 4;
    this.random = new Random(seed);
    running =
        Running.twoGatewaysBehindProxies(
            "chaos",
            Map.of(
                "PAYMENTS_SIMULATOR_LEDGER", "true",
                "ORDER_DEADLINE_SECS", "20",
                "ORDER_LEASE_SECS", Integer.toString(leaseSeconds)));
    inventory = new ChaosProxy(running.inventoryProxyPort, running.inventory, seed + 1);
    payments = new ChaosProxy(running.paymentsProxyPort, running.payments, seed + 2);
    clients = new ChaosClients(List.of(running.gateway, running.secondGateway), seed, orders);
  }

  /**
   * The command: {@code mvn -Pchaos verify -Dchaos.seed=1 -Dchaos.orders=2000}; with {@code
   * -Dchaos.clock.hours=+1} the second gateway's clock is an hour ahead.
   */
  public static void main(String[] arguments) throws Exception {
    long seed = Long.getLong("chaos.seed", System.nanoTime() % 1_000_000);
    int orders = Integer.getInteger("chaos.orders", 2000);
    Chaos chaos = new Chaos(seed, orders, true);
    int code = 2;
    try {
      code = chaos.run().isEmpty() ? 0 : 1;
      System.out.println(chaos.report());
    } catch (Exception | Error e) {
      e.printStackTrace();
    } finally {
      // threads of the proxies and clients may be anywhere
      Runtime.getRuntime().halt(code);
    }
  }

  /**
   * @return what went wrong; empty where everything held
   */
  List<String> run() throws Exception {
    try (running;
        inventory;
        payments) {
      say("seed " + seed + ": starting four servers, about a minute ...");
      running.start();
      stockUp();
      Duration time = Duration.ofSeconds(thorough ? 240 : 60);
      say("placing " + orders + " orders in " + time.toSeconds() + " s, under faults");
      inventory.disturb(0.08);
      payments.disturb(0.08);
      clients.start(time.toMillis());
      strike();
      calm();
      settle();
      verify();
    }
    return failures;
  }

  private void say(String line) {
    System.out.println("chaos: " + line);
  }

  private void stockUp() {
    for (int i = 0; i < ChaosClients.SKUS; i++) {
      stock("CHAOS-" + i, ChaosClients.STOCK);
    }
    stock(ChaosClients.SCARCE, orders / 100);
  }

  private void stock(String sku, long quantity) {
    Http.put(running.inventory.resolve("/stock/" + sku), "{\"quantity\": " + quantity + "}");
  }

  /** Each kind of fault once, in an order that the seed gives, and between them a short peace. */
  private void strike() {
    List<Runnable> strikes = new ArrayList<>(thorough ? allStrikes() : someStrikes());
    Collections.shuffle(strikes, random);
    for (Runnable strike : strikes) {
      strike.run();
      running.start();
      sleep(1000 + random.nextInt(3000));
      say("%d orders, struck %s".formatted(clients.done.get(), struck));
    }
    clients.stop();
  }

  private List<Runnable> someStrikes() {
    return List.of(
        () -> killAt("gateway", payments, "/charge", true),
        () -> killAt("inventory", inventory, "/reserve", true),
        this::freezeGateway,
        this::restartServices,
        this::stopPayments);
  }

  private List<Runnable> allStrikes() {
    var strikes = new ArrayList<>(someStrikes());
    strikes.add(() -> killAt("gateway2", inventory, "/reserve", false));
    strikes.add(() -> killAt("gateway2", inventory, "/reserve", true));
    strikes.add(() -> killAt("payments", payments, "/charge", false));
    strikes.add(() -> killAt("payments", payments, "/charge", true));
    strikes.add(() -> killAt("inventory", inventory, "/release", false));
    strikes.add(() -> killAt("gateway", payments, "/void", true));
    strikes.add(this::cutConnections);
    strikes.add(this::breakProvider);
    return strikes;
  }

  private synchronized void struck(String what) {
    struck.merge(what, 1L, Long::sum);
  }

  /** Kills a server at the next request that comes to that point. */
  private void killAt(String server, ChaosProxy proxy, String path, boolean answered) {
    Liberty victim = running.servers.get(server);
    String what = "kill " + server + (answered ? " after " : " before ") + path;
    struck.putIfAbsent(what, 0L);
    proxy.at(
        new ChaosProxy.Point(
            path,
            answered,
            () -> {
              victim.kill();
              struck(what);
            }));
    for (int i = 0; i < 200 && proxy.isWaiting(); i++) {
      sleep(100);
    }
    proxy.at(null);
    // the kill runs in the proxy's thread
    sleep(1000);
  }

  /** Longer than its lease: what it was doing is somebody else's when it wakes up. */
  private void freezeGateway() {
    Liberty victim = running.servers.get("gateway");
    payments.at(
        new ChaosProxy.Point(
            "/charge",
            true,
            () -> {
              victim.freeze();
              struck("freeze gateway after /charge");
            }));
    sleep(leaseSeconds * 1000L + 3000);
    payments.at(null);
    victim.thaw();
  }

  private void restartServices() {
    running.restartServices();
    struck("kill postgres and redis");
  }

  private void cutConnections() {
    for (String database : List.of("orders", "inventory", "payments")) {
      running.number(
          database,
          "select count(pg_terminate_backend(pid)) from pg_stat_activity"
              + " where usename = current_user and pid <> pg_backend_pid()");
    }
    struck("cut database connections");
  }

  private void breakProvider() {
    simulate("0.3", "0.3");
    sleep(5000);
    struck("provider errs before and after the money moved");
    simulate("0", "0");
  }

  private void simulate(String early, String late) {
    try {
      Http.put(
          running.payments.resolve("/simulator"),
          "{\"latency_ms\": 0, \"error_rate\": %s, \"late_error_rate\": %s, \"timeout_rate\": 0, \"timeout_ms\": 0}"
              .formatted(early, late));
    } catch (java.io.UncheckedIOException away) {
      // it starts without faults
    }
  }

  private void stopPayments() {
    running.servers.get("payments").kill();
    struck("payments away for 8 s");
    sleep(8000);
  }

  private void calm() {
    inventory.disturb(0);
    payments.disturb(0);
    running.start();
    simulate("0", "0");
    say("the faults stopped");
  }

  /** Liveness: every order that met the faults comes to its end by itself, and clients hear it. */
  private void settle() {
    long begin = System.nanoTime();
    long lastFault = running.number("orders", "select extract(epoch from now()) * 1000000");
    String open =
        "select count(*) from orders where (due_at is not null or parked_reason is not null)"
            + " and extract(epoch from created_at) * 1000000 <= "
            + lastFault;
    long left = running.number("orders", open);
    while (left > 0 && System.nanoTime() - begin < 2 * FINAL_MAX.toNanos()) {
      sleep(250);
      left = running.number("orders", open);
    }
    finalAfterMillis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
    say("all final after %.1f s".formatted(finalAfterMillis / 1000.0));
    if (finalAfterMillis > FINAL_MAX.toMillis()) {
      failures.add(
          "%d orders were open %d s after the last fault".formatted(left, finalAfterMillis / 1000));
    }
    if (!clients.awaitEnd(120)) {
      failures.add("clients still wait for a final answer");
    }
    // what they asked for last, refunds and cancels
    Running.await(
        "the last orders",
        () ->
            running.number("orders", "select count(*) from orders where due_at is not null") == 0);
  }

  private void verify() throws Exception {
    clients.replayAll();
    failures.addAll(clients.broken);
    try (var orderBook = running.connect("orders");
        var warehouse = running.connect("inventory");
        var cashier = running.connect("payments")) {
      var reconciler = new Reconciler(orderBook, warehouse, cashier);
      reconciler.findings(Duration.ofSeconds(3)).stream()
          .map(Finding::toString)
          .forEach(failures::add);
    }
    for (String status :
        List.of("CONFIRMED", "STOCK_FAILED", "PAYMENT_FAILED", "CANCELLED", "PENDING")) {
      statuses.put(
          status,
          running.number("orders", "select count(*) from orders where status = '" + status + "'"));
    }
    checkStock();
    checkConfirmed();
    checkStruck();
  }

  private void checkStock() {
    long wrong =
        running.number(
            "inventory",
            "select count(*) from stock where sku like 'CHAOS-%' and sku <> '"
                + ChaosClients.SCARCE
                + "' and available + reserved <> "
                + ChaosClients.STOCK);
    if (wrong > 0) {
      failures.add(wrong + " SKUs have lost or won units");
    }
  }

  private void checkConfirmed() throws SQLException {
    try (var connection = running.connect("orders");
        var select =
            connection.prepareStatement(
                "select count(*) from orders where id = any(?) and transaction_id is not null")) {
      Object[] ids = clients.confirmed.stream().distinct().map(UUID::fromString).toArray();
      select.setArray(1, connection.createArrayOf("uuid", ids));
      try (var rows = select.executeQuery()) {
        rows.next();
        if (rows.getLong(1) != ids.length) {
          failures.add(
              ids.length - rows.getLong(1) + " orders that clients saw confirmed are lost");
        }
      }
    }
  }

  /** That each kind of trouble was really had. */
  private void checkStruck() {
    note("taken over", "select count(*) from orders where attempts > 1");
    note(
        "undone in the background",
        "select count(*) from orders where status = 'CANCELLED' and attempts > 1");
    note(
        "met an open breaker",
        "select count(*) from orders where timeline::text like '%circuit breaker open%'");
    struck.put("replayed", sum("replayed", clients.answers));
    struck.put(
        "late calls refused by a tombstone",
        sum("/charge 409", payments.counts) + sum("/reserve 409", inventory.counts));
    for (ChaosProxy.Fault fault : ChaosProxy.Fault.values()) {
      struck.put(
          "network " + fault,
          sum(fault.name(), inventory.counts) + sum(fault.name(), payments.counts));
    }
    struck.forEach(
        (what, times) -> {
          if (times == 0) {
            failures.add("never struck: " + what);
          }
        });
  }

  private void note(String what, String sql) {
    struck.put(what, running.number("orders", sql));
  }

  private static long sum(String what, Map<String, LongAdder> counts) {
    var count = counts.get(what);
    return count == null ? 0 : count.sum();
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  String report() {
    var lines = new StringBuilder("\nseed " + seed + ", " + clients.done.get() + " orders\n");
    lines.append("  faults:\n");
    struck.forEach((what, times) -> lines.append("    %6d %s%n".formatted(times, what)));
    lines.append("  orders: ").append(statuses).append('\n');
    lines.append("  answers: ").append(clients.answers).append('\n');
    lines.append("  inventory's proxy: ").append(inventory.counts).append('\n');
    lines.append("  payments' proxy: ").append(payments.counts).append('\n');
    lines.append(
        "  last order final %.1f s after the last fault%n".formatted(finalAfterMillis / 1000.0));
    lines.append(failures.isEmpty() ? "  everything held" : "  FAILED, run again with this seed:");
    failures.stream().limit(30).forEach(failure -> lines.append("\n    ").append(failure));
    return lines.toString();
  }
}
