package orders.system.chaos;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import orders.system.fixture.Http;
import orders.system.fixture.RunningSystem;

/**
 * One run of the system under faults, then without, as a seed says: two gateways, processes that
 * are killed and frozen at named points and at random moments, a network that loses and invents
 * answers, databases that cannot be used, a provider that is late. First anything may fail, and
 * safety must hold; then the faults stop, and every order must come to its end. A run whose faults
 * never struck proves nothing and fails.
 */
final class Chaos {
  private static final Duration FINAL_MAX = Duration.ofSeconds(30);

  /** No call to the provider takes longer: money that moves late has moved by then. */
  private static final Duration LATE_MAX = Duration.ofSeconds(12);

  /** More attempts than an order is given, by default, before it is left to a person. */
  private static final int MANY = 550;

  /** Of the requests between the services so many meet a fault. */
  private static final double DISTURBED = 0.1;

  private final long seed;
  private final int orders;
  private final boolean thorough;
  private final Pattern only;
  private final ChaosSystem system;
  private final RunningSystem running;
  private final ChaosTally tally;
  private final ChaosClients clients;
  private final ChaosDisk disk;
  private final List<ChaosStrike> strikes = new ArrayList<>();
  private final Map<String, Long> recoveryMillis = new TreeMap<>();
  private final ChaosBooks books;
  private final ChaosChecks checks;
  private long finalAfterMillis;

  /**
   * @param seed of everything that is random here
   * @param orders to be placed
   * @param thorough whether every kind of fault strikes; otherwise some of them do
   * @param only the strikes and network faults in whose names this is found are had
   */
  Chaos(long seed, int orders, boolean thorough, Pattern only) {
    this.seed = seed;
    this.orders = orders;
    this.thorough = thorough;
    this.only = only;
    system = new ChaosSystem("chaos", seed);
    running = system.running;
    tally = system.tally;
    clients = new ChaosClients(system.gateways(), seed, orders);
    books = new ChaosBooks(running);
    checks = new ChaosChecks(system, clients, books);
    var database = new ChaosDatabase(system);
    Path beside = running.directory.resolveSibling("chaos-disk");
    disk = new ChaosDisk(system, database, clients, beside);
    strikes.addAll(new ChaosDeaths(system).strikes());
    strikes.addAll(system.provider.strikes(system, clients, thorough ? 2 : 1));
    strikes.addAll(database.strikes());
    strikes.addAll(new ChaosFailover(system, database, clients).strikes());
    strikes.add(
        new ChaosStrike("many retries of one key while payments fails", false, this::insist));
    if (thorough) {
      strikes.addAll(disk.strikes());
    } else {
      strikes.removeIf(strike -> !strike.brief());
    }
    strikes.removeIf(strike -> !only.matcher(strike.name()).find());
    strikes.forEach(strike -> tally.expect(strike.name()));
    Collections.shuffle(strikes, system.random);
    endWith(ChaosDatabase.HALF_OPEN);
  }

  /**
   * The command: {@code mvn -Pchaos verify -Dchaos.seed=1 -Dchaos.orders=2000}; with {@code
   * -Dchaos.clock.hours=+1} the second gateway's clock is an hour ahead, with {@code
   * '-Dchaos.only=disk|network CUT'} only faults with such a name are had.
   */
  public static void main(String[] arguments) {
    long seed = Long.getLong("chaos.seed", System.nanoTime() % 1_000_000);
    int orders = Integer.getInteger("chaos.orders", 2000);
    var only = Pattern.compile(System.getProperty("chaos.only", ""));
    Chaos chaos = new Chaos(seed, orders, true, only);
    try {
      chaos.run();
    } catch (Exception | Error e) {
      e.printStackTrace();
      chaos.tally.fail("the run ended with " + e);
    }
    System.out.println(chaos.report());
    // threads of the proxies and clients may be anywhere
    Runtime.getRuntime().halt(chaos.tally.failures().isEmpty() ? 0 : 1);
  }

  /**
   * @return what went wrong; empty if everything held
   */
  List<String> run() throws Exception {
    try (disk;
        system) {
      tally.say("seed " + seed + ": starting four servers, about a minute ...");
      system.start();
      stockUp();
      var time = Duration.ofMillis(orders * (thorough ? 120L : 100L));
      tally.say("placing " + orders + " orders in " + time.toSeconds() + " s, under faults");
      List<ChaosProxy.Fault> faults = networkFaults();
      system.proxies().forEach(proxy -> proxy.disturb(DISTURBED, faults));
      clients.start(time.toMillis());
      long begin = System.nanoTime();
      strike();
      // the network's faults go on as long as there are orders to be placed
      ChaosStrike.sleep(time.toMillis() - (System.nanoTime() - begin) / 1_000_000);
      clients.stop();
      calm();
      settle();
      checks.all(!only.pattern().isEmpty());
      system.isWell = tally.failures().isEmpty();
    }
    return tally.failures();
  }

  private List<ChaosProxy.Fault> networkFaults() {
    return Stream.of(ChaosProxy.Fault.values())
        .filter(fault -> only.matcher("network " + fault).find())
        .toList();
  }

  /** Whoever hangs after it is not killed, and started again, by a later strike. */
  private void endWith(String name) {
    List<ChaosStrike> last = strikes.stream().filter(strike -> strike.name().equals(name)).toList();
    if (!thorough) {
      strikes.removeAll(last);
    }
    strikes.addAll(last);
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

  /**
   * Each kind of fault once, in an order that the seed gives; and what did not find its point, once
   * more at the end. After each of them the system must go on.
   */
  private void strike() throws SQLException {
    forgetVoidsFrom(strikes.size() / 2);
    for (ChaosStrike strike : strikes) {
      bringAbout(strike);
    }
    for (ChaosStrike strike : strikes) {
      if (!tally.hasStruck(strike.name())) {
        bringAbout(strike);
      }
    }
  }

  /** For the second half of the strikes the provider takes a charge also after its void. */
  private void forgetVoidsFrom(int index) {
    String kind = "provider takes a charge after its void";
    if (!only.matcher(kind).find()) {
      return;
    }
    if (!system.provider.mayForgetVoids()) {
      tally.leaveOut(kind, "its simulator cannot do that");
      return;
    }
    strikes.add(
        index,
        new ChaosStrike(
            kind,
            true,
            () -> {
              system.provider.tombstones(false);
              return 1;
            }));
    tally.expect(kind);
  }

  private void bringAbout(ChaosStrike strike) throws SQLException {
    tally.struck(strike.name(), strike.act().run());
    long ended = System.nanoTime();
    system.heal(strike.name());
    int failed = tally.failures().size();
    clients.requireConfirmed("after " + strike.name(), tally);
    recoveryMillis.put(strike.name(), (System.nanoTime() - ended) / 1_000_000);
    if (tally.failures().size() > failed) {
      // it is red: so that the other faults can be looked at all the same
      system.startAfresh();
    }
    tally.say(
        "%d orders; %s; the next was confirmed after %.1f s"
            .formatted(
                clients.done.get(), strike.name(), recoveryMillis.get(strike.name()) / 1000.0));
    ChaosStrike.sleep(500 + system.random.nextInt(1500));
  }

  private long insist() {
    system.payments.values().forEach(proxy -> proxy.away(true));
    int tried = clients.insist(2 * MANY, Duration.ofMinutes(3));
    system.payments.values().forEach(proxy -> proxy.away(false));
    return tried < MANY ? 0 : tried;
  }

  private void calm() {
    system.proxies().forEach(proxy -> proxy.disturb(0));
    system.provider.well();
    system.heal("the last of them");
    tally.say("the faults stopped");
  }

  /** Liveness: every order that met the faults comes to its end by itself, and clients hear it. */
  private void settle() throws SQLException {
    long begin = System.nanoTime();
    String open =
        "select count(*) from orders where (due_at is not null or parked_reason is not null)";
    try (var connection = running.connect("orders")) {
      // by their ids: the clock was set back, and what is placed from now on is not meant
      ChaosDatabase.execute(
          connection,
          "create temporary table met as select id from orders"
              + " where due_at is not null or parked_reason is not null");
      String met = open + " and id in (select id from met)";
      long left = RunningSystem.number(connection, met);
      while (left > 0 && System.nanoTime() - begin < FINAL_MAX.toNanos()) {
        ChaosStrike.sleep(250);
        left = RunningSystem.number(connection, met);
      }
      finalAfterMillis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
      tally.say(
          "of those open then %d are after %.1f s".formatted(left, finalAfterMillis / 1000.0));
      if (left > 0) {
        long parked = RunningSystem.number(connection, met + " and parked_reason is not null");
        tally.fail(
            "%d orders are open %d s after the last fault, %d of them parked"
                .formatted(left, FINAL_MAX.toSeconds(), parked));
      }
    }
    boolean allHeard = clients.awaitEnd(120);
    if (!allHeard) {
      tally.fail("clients still wait for a final answer");
      clients.leave();
    }
    // what they asked for last, refunds and cancels, and the money of both
    ChaosStrike.sleep(LATE_MAX.toMillis() - finalAfterMillis);
    long end = System.nanoTime() + FINAL_MAX.toNanos();
    while (!checks.isQuiet() && System.nanoTime() < end) {
      ChaosStrike.sleep(500);
    }
  }

  String report() {
    var lines = new StringBuilder("\nseed " + seed + ", " + clients.done.get() + " orders\n");
    lines.append(tally);
    lines.append(checks);
    lines.append("  money: ").append(books.sums()).append('\n');
    lines.append("  answers: ").append(clients.answers).append('\n');
    system.inventory.forEach(
        (gateway, proxy) ->
            lines.append("  %s to inventory: %s%n".formatted(gateway, proxy.counts)));
    system.payments.forEach(
        (gateway, proxy) ->
            lines.append("  %s to payments: %s%n".formatted(gateway, proxy.counts)));
    lines
        .append("  milliseconds to the next order confirmed: ")
        .append(recoveryMillis)
        .append('\n');
    lines.append(
        "  last order final %.1f s after the last fault%n".formatted(finalAfterMillis / 1000.0));
    List<String> failures = tally.failures();
    lines.append(failures.isEmpty() ? "  everything held" : "  FAILED, run again with this seed:");
    failures.stream().limit(30).forEach(failure -> lines.append("\n    ").append(failure));
    return lines.toString();
  }
}
