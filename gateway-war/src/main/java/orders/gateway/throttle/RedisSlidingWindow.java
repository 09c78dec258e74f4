package orders.gateway.throttle;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAccumulator;
import orders.value.Rate;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * When all gateways together admitted each caller's requests. An answer that is late is waited for;
 * Redis is away only once it is known to be: it says that it cannot count, or it gives no answer,
 * neither on a connection at hand nor on a new one, while it answers nobody else either. From then
 * on no request asks, until it answers in the background again.
 */
@ApplicationScoped
public class RedisSlidingWindow {
  private static final System.Logger LOG = System.getLogger(RedisSlidingWindow.class.getName());
  static final int CONNECTIONS_AT_START = 16;
  private static final int LATE_MAX = 10_000;
  private static final long PROBE_MS = 1000;

  /** Redis may start a little later than the gateway, and nobody need hear of that. */
  private static final int PROBES_AT_START = 3;

  private static final Rate OF_PROBES = new Rate(1, Duration.ofMillis(1));

  @Resource ManagedScheduledExecutorService executor;

  private RedisServer server;

  /** Empty while Redis is away. */
  private final AtomicReference<ConnectionPool> connections = new AtomicReference<>();

  /** When the newest of the questions that Redis answered was asked. */
  private final LongAccumulator answeredNanos = new LongAccumulator(Math::max, Long.MIN_VALUE);

  /** Refused for want of an answer, and perhaps counted by Redis. */
  private final Queue<AdmissionRequest> late = new ArrayBlockingQueue<>(LATE_MAX);

  private @Nullable ScheduledFuture<?> inBackground;
  private int probesFailed;
  private volatile boolean saidAway;

  /** For the proxy, whose fields nobody reads. */
  @SuppressWarnings("NullAway.Init")
  protected RedisSlidingWindow() {}

  /**
   * @param url {@code REDIS_URL}
   * @param timeoutMs {@code REDIS_TIMEOUT_MS}: what a request waits at most, half of it for each of
   *     two connections
   * @param requestsMax {@code REQUESTS_CONCURRENT_MAX}
   */
  @Inject
  public RedisSlidingWindow(
      @ConfigProperty(name = "REDIS_URL") URI url,
      @ConfigProperty(name = "REDIS_TIMEOUT_MS") int timeoutMs,
      @ConfigProperty(name = "REQUESTS_CONCURRENT_MAX") int requestsMax) {
    server = new RedisServer(url, timeoutMs / 2, requestsMax);
  }

  /** At the start, and not when the first request comes. */
  void open(@Observes @Initialized(ApplicationScoped.class) ServletContext application) {
    lookAfter();
    inBackground =
        executor.scheduleWithFixedDelay(this::lookAfter, PROBE_MS, PROBE_MS, TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void close() {
    if (inBackground != null) {
      inBackground.cancel(true);
    }
    ConnectionPool last = connections.getAndSet(null);
    if (last != null) {
      last.close();
    }
  }

  /**
   * @return whether Redis is asked at present
   */
  boolean isUp() {
    return connections.get() != null;
  }

  /**
   * @return what all gateways together say; empty if Redis is away
   * @throws RedisLate if Redis is up and does not answer this request
   */
  Optional<Decision> admit(Scope scope, String caller, Rate rate) {
    ConnectionPool asked = connections.get();
    if (asked == null) {
      return Optional.empty();
    }
    var admission = AdmissionRequest.of(scope, caller, rate);
    try (Connection connection = asked.getResource()) {
      return Optional.of(ask(connection, admission));
    } catch (JedisDataException cannotCount) {
      return away(asked, cannotCount);
    } catch (JedisException noAnswer) {
      return askAgain(admission);
    }
  }

  /** A dead connection looks like a dead Redis: a new one tells them apart. */
  private Optional<Decision> askAgain(AdmissionRequest admission) {
    ConnectionPool asked = connections.get();
    if (asked == null) {
      return Optional.empty();
    }
    long begunNanos = System.nanoTime();
    try (Connection connection = server.connect()) {
      Decision decision = ask(connection, admission);
      // the others at hand may be as dead
      asked.clear();
      return Optional.of(decision);
    } catch (JedisDataException cannotCount) {
      return away(asked, cannotCount);
    } catch (JedisException noAnswer) {
      if (answeredNanos.get() > begunNanos) {
        late.offer(admission);
        throw new RedisLate(noAnswer);
      }
      return away(asked, noAnswer);
    }
  }

  private Decision ask(Connection connection, AdmissionRequest admission) {
    long askedNanos = System.nanoTime();
    Decision decision = admission.ask(connection);
    answeredNanos.accumulate(askedNanos);
    return decision;
  }

  /** The first who learns it says so. */
  private Optional<Decision> away(ConnectionPool asked, Exception why) {
    if (connections.compareAndSet(asked, null)) {
      asked.close();
      sayAway(why);
    }
    return Optional.empty();
  }

  private void sayAway(Exception why) {
    saidAway = true;
    LOG.log(
        Level.WARNING,
        "Redis is away; this gateway holds callers to their limits by itself: {0}",
        why.getMessage());
  }

  /** What no request does. */
  void lookAfter() {
    try {
      if (!isUp()) {
        probe();
      }
      takeBackLate();
    } catch (Exception noAnswer) {
      // the next time
      LOG.log(Level.DEBUG, "Redis does not answer", noAnswer);
    }
  }

  private void probe() {
    ConnectionPool fresh = server.pool();
    try {
      // not a ping: a Redis that is full, or a replica, answers that and cannot count
      try (Connection connection = fresh.getResource()) {
        ask(connection, new AdmissionRequest("admitted:probe", OF_PROBES, "probe"));
      }
      // now, and not while requests wait for them
      fresh.addObjects(CONNECTIONS_AT_START - 1);
    } catch (Exception stillAway) {
      fresh.close();
      if (!saidAway && ++probesFailed == PROBES_AT_START) {
        sayAway(stillAway);
      }
      return;
    }
    connections.set(fresh);
    if (saidAway) {
      saidAway = false;
      LOG.log(Level.WARNING, "Redis is back; limits hold over all gateways again");
    }
  }

  private void takeBackLate() {
    ConnectionPool up = connections.get();
    if (up == null || late.isEmpty()) {
      return;
    }
    try (Connection connection = up.getResource()) {
      for (AdmissionRequest next = late.poll(); next != null; next = late.poll()) {
        next.takeBack(connection);
      }
    }
  }
}
