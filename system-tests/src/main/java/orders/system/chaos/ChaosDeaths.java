package orders.system.chaos;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import orders.system.fixture.Liberty;
import orders.system.fixture.RunningSystem;

/** Processes that die or stand still, at named points of an order's life. */
final class ChaosDeaths {
  private static final int POINT_SECONDS_MAX = 20;
  private static final int KILL_SECONDS_MAX = 60;

  /** A lease, the longest wait, and room for what else goes wrong at that time. */
  private static final Duration FINAL_MAX = Duration.ofSeconds(45);

  /** Longer than the default lease. */
  private static final long FROZEN_MS = 17_000;

  private final ChaosSystem system;
  private final RunningSystem running;

  ChaosDeaths(ChaosSystem system) {
    this.system = system;
    this.running = system.running;
  }

  List<ChaosStrike> strikes() {
    Collection<ChaosProxy> inventory = system.inventory.values();
    Collection<ChaosProxy> payments = system.payments.values();
    var paymentsOfFirst = List.of(system.payments.get("gateway"));
    var inventoryOfSecond = List.of(system.inventory.get("gateway2"));
    return List.of(
        kill("gateway", paymentsOfFirst, "/charge", true, true),
        kill("gateway", paymentsOfFirst, "/void", true, false),
        kill("gateway2", inventoryOfSecond, "/reserve", false, false),
        kill("gateway2", inventoryOfSecond, "/reserve", true, false),
        new ChaosStrike(
            "kill gateway2 after /release of a declined order", true, this::killAfterTheRelease),
        kill("inventory", inventory, "/reserve", true, false),
        kill("inventory", inventory, "/release", false, false),
        kill("payments", payments, "/charge", false, false),
        kill("payments", payments, "/charge", true, false),
        new ChaosStrike(
            "kill payments between the money and its record", false, this::killBeforeTheRecord),
        new ChaosStrike(
            "kill payments between a void and the money's return", false, this::killInTheVoid),
        new ChaosStrike("freeze gateway after /charge", true, this::freezeGateway),
        new ChaosStrike("kill postgres and redis", true, this::killServices),
        new ChaosStrike("payments away for 8 s", false, this::stopPayments));
  }

  private ChaosStrike kill(
      String server, Collection<ChaosProxy> proxies, String path, boolean answered, boolean brief) {
    Liberty victim = running.servers.get(server);
    return new ChaosStrike(
        "kill " + server + (answered ? " after " : " before ") + path,
        brief,
        () -> at(proxies, act -> new ChaosProxy.Point(path, answered, act), victim::kill));
  }

  /**
   * The stock is given back, and nobody has written down that this is done: the other gateway has
   * to see that the order is no longer anybody's, and ends it.
   */
  private long killAfterTheRelease() {
    ChaosProxy payments = system.payments.get("gateway2");
    var victim = new AtomicReference<String>();
    Predicate<String> declined =
        key -> payments.hasDeclined(key) && victim.compareAndSet(null, key);
    long struck =
        at(
            List.of(system.inventory.get("gateway2")),
            act -> new ChaosProxy.Point("/release", true, declined, act),
            running.servers.get("gateway2")::kill);
    if (struck > 0) {
      running.startServers();
      awaitFinal(victim.get());
    }
    return struck;
  }

  private void awaitFinal(String key) {
    String open =
        "select count(*) from orders where due_at is not null and upstream_key = '" + key + "'";
    long end = System.nanoTime() + FINAL_MAX.toNanos();
    while (running.number("orders", open) > 0) {
      if (System.nanoTime() > end) {
        system.tally.fail(
            "an order whose gateway died after a release is open %d s later: key %s"
                .formatted(FINAL_MAX.toSeconds(), key));
        return;
      }
      ChaosStrike.sleep(250);
    }
  }

  private interface Where {
    ChaosProxy.Point with(Runnable act);
  }

  /** Acts at the next request that comes to that point, at whichever of the proxies. */
  private static long at(Collection<ChaosProxy> proxies, Where where, Runnable act) {
    var begun = new AtomicBoolean();
    var done = new CountDownLatch(1);
    ChaosProxy.Point point =
        where.with(
            () -> {
              if (begun.compareAndSet(false, true)) {
                act.run();
                done.countDown();
              }
            });
    proxies.forEach(proxy -> proxy.at(point));
    await(done, POINT_SECONDS_MAX);
    proxies.forEach(proxy -> proxy.at(null));
    if (!begun.get()) {
      return 0;
    }
    await(done, KILL_SECONDS_MAX);
    return 1;
  }

  private static void await(CountDownLatch done, int seconds) {
    try {
      done.await(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Longer than its lease: what it was doing is somebody else's when it wakes up. */
  private long freezeGateway() {
    Liberty victim = running.servers.get("gateway");
    long struck =
        at(
            List.of(system.payments.get("gateway")),
            act -> new ChaosProxy.Point("/charge", true, act),
            victim::freeze);
    if (struck > 0) {
      ChaosStrike.sleep(FROZEN_MS);
      victim.thaw();
    }
    return struck;
  }

  private long killServices() {
    running.killServices();
    ChaosStrike.sleep(2000);
    running.startServices();
    return 1;
  }

  private long stopPayments() {
    running.servers.get("payments").kill();
    ChaosStrike.sleep(8000);
    return 1;
  }

  private long killBeforeTheRecord() {
    String moved = "select coalesce(sum(charged_cents), 0) from simulator_ledger";
    long before = running.number("payments", moved);
    // the money moves at once, and for seconds nobody hears of it
    system.provider.silent(3000);
    return killPaymentsWhen(() -> running.number("payments", moved) > before);
  }

  private long killInTheVoid() {
    String between =
        "select count(*) from charge join simulator_ledger on charge_key = key"
            + " where state = 'VOIDED' and charged_cents > returned_cents";
    system.provider.slow(3000);
    return killPaymentsWhen(() -> running.number("payments", between) > 0);
  }

  private long killPaymentsWhen(BooleanSupplier point) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(POINT_SECONDS_MAX);
    boolean there = false;
    while (!there && System.nanoTime() < end) {
      ChaosStrike.sleep(20);
      there = point.getAsBoolean();
    }
    if (there) {
      running.servers.get("payments").kill();
    }
    system.provider.well();
    return there ? 1 : 0;
  }
}
