package orders.system.chaos;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import orders.system.fixture.Liberty;
import orders.system.fixture.RunningSystem;

/**
 * Two gateways, inventory, payments, and what stands between them: a proxy before each upstream of
 * each gateway, and one before the database of each server.
 */
final class ChaosSystem implements AutoCloseable {
  static final List<String> GATEWAYS = List.of("gateway", "gateway2");
  private static final List<String> SERVERS =
      List.of("gateway", "gateway2", "inventory", "payments");

  /** Four servers started at once, beside whatever else this machine does. */
  private static final Duration HEALTHY_MAX = Duration.ofMinutes(4);

  /** Whether the run came to its end, and all held. */
  boolean isWell;

  final RunningSystem running;
  final ChaosTally tally = new ChaosTally();
  final Random random;
  final ChaosProvider provider;

  /** By the gateway that they belong to. */
  final Map<String, ChaosProxy> inventory = new LinkedHashMap<>();

  final Map<String, ChaosProxy> payments = new LinkedHashMap<>();

  /** By the server that they belong to. */
  final Map<String, ChaosDatabaseProxy> databases = new LinkedHashMap<>();

  ChaosSystem(String name, long seed) {
    random = new Random(seed);
    Map<String, Map<String, String>> own = new LinkedHashMap<>();
    Map<String, Integer> ports = new LinkedHashMap<>();
    for (String server : SERVERS) {
      ports.put(server, RunningSystem.freePort());
      own.put(server, Map.of("POSTGRES_PORT", ports.get(server).toString()));
    }
    for (String gateway : GATEWAYS) {
      int toInventory = RunningSystem.freePort();
      int toPayments = RunningSystem.freePort();
      own.put(
          gateway,
          Map.of(
              "POSTGRES_PORT", ports.get(gateway).toString(),
              "INVENTORY_BASE_URL", "http://localhost:" + toInventory,
              "PAYMENTS_BASE_URL", "http://localhost:" + toPayments));
      ports.put(gateway + " to inventory", toInventory);
      ports.put(gateway + " to payments", toPayments);
    }
    // the settings are the defaults: a shorter deadline or lease would hide what takes long
    running = RunningSystem.twoGateways(name, Map.of("PAYMENTS_SIMULATOR_LEDGER", "true"), own);
    for (String server : SERVERS) {
      databases.put(
          server, new ChaosDatabaseProxy(ports.get(server), running.setting("POSTGRES_PORT")));
    }
    for (String gateway : GATEWAYS) {
      inventory.put(
          gateway,
          new ChaosProxy(
              ports.get(gateway + " to inventory"), running.inventory, random.nextLong()));
      payments.put(
          gateway,
          new ChaosProxy(ports.get(gateway + " to payments"), running.payments, random.nextLong()));
    }
    provider = new ChaosProvider(running.payments);
  }

  List<URI> gateways() {
    return List.of(running.gateway, running.secondGateway);
  }

  List<ChaosProxy> proxies() {
    var all = new ArrayList<>(inventory.values());
    all.addAll(payments.values());
    return all;
  }

  /**
   * @param what was counted
   * @param proxies that counted it
   */
  static long count(String what, Iterable<ChaosProxy> proxies) {
    long sum = 0;
    for (ChaosProxy proxy : proxies) {
      sum += proxy.counts.getOrDefault(what, new LongAdder()).sum();
    }
    return sum;
  }

  /** Starts all of it, for the first time. */
  void start() {
    running.startServers();
    if (!becomesHealthy()) {
      throw new AssertionError("not healthy, see " + running.directory);
    }
  }

  /** Starts what does not run; what does not become healthy has failed, and is started afresh. */
  void heal(String after) {
    running.startServers();
    if (!becomesHealthy()) {
      tally.fail("not healthy " + HEALTHY_MAX.toSeconds() + " s after: " + after);
      startAfresh();
    }
    provider.apply();
  }

  /** For a run that is red anyway: so that it can go on with the other faults. */
  void startAfresh() {
    running.servers.values().stream().filter(Liberty::isAlive).forEach(Liberty::kill);
    start();
    provider.apply();
  }

  private boolean becomesHealthy() {
    long end = System.nanoTime() + HEALTHY_MAX.toNanos();
    while (!running.isHealthy()) {
      if (System.nanoTime() > end) {
        return false;
      }
      ChaosStrike.sleep(100);
    }
    return true;
  }

  @Override
  public void close() {
    if (!isWell) {
      // what hangs may not end when it is asked to, and there is a report to be made
      running.servers.values().stream().filter(Liberty::isAlive).forEach(Liberty::kill);
    }
    running.close();
    proxies().forEach(ChaosProxy::close);
    databases.values().forEach(ChaosDatabaseProxy::close);
  }
}
