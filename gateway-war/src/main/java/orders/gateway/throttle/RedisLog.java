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
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * When all gateways together admitted each caller's requests: one list per caller, one script per
 * request, atomic and on Redis's own time. No request waits for a Redis that is away: after a few
 * failures none asks it any more until it answers in the background again.
 */
@ApplicationScoped
public class RedisLog {
  private static final System.Logger LOG = System.getLogger(RedisLog.class.getName());
  private static final int FAILURES_MAX = 3;
  private static final int CONNECTIONS_MAX = 64;
  private static final int CONNECTIONS_AT_START = 16;
  private static final long PROBE_MS = 1000;
  private static final int DEFAULT_PORT = 6379;

  // A list of the last admissions, the newest first. Answers whether one more is admitted, how many
  // more there could be, and the microseconds until the oldest falls out of the window.
  private static final String ADMIT =
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000000 + time[2]
      local limit, window = tonumber(ARGV[1]), tonumber(ARGV[2])
      local oldest = redis.call('LINDEX', KEYS[1], -1)
      while oldest and now - oldest >= window do
        redis.call('RPOP', KEYS[1])
        oldest = redis.call('LINDEX', KEYS[1], -1)
      end
      local count = redis.call('LLEN', KEYS[1])
      if count >= limit then
        return {0, 0, oldest + window - now}
      end
      redis.call('LPUSH', KEYS[1], string.format('%.0f', now))
      redis.call('PEXPIRE', KEYS[1], window / 1000)
      return {1, limit - count - 1, (oldest or now) + window - now}
      """;

  @Resource ManagedScheduledExecutorService executor;

  @Inject
  @ConfigProperty(name = "REDIS_URL")
  URI url;

  @Inject
  @ConfigProperty(name = "REDIS_TIMEOUT_MS")
  int timeoutMs;

  private final AtomicInteger failures = new AtomicInteger();
  private volatile RedisClient redis;
  private ScheduledFuture<?> probing;

  /** At the start, and not when the first request comes. */
  void open(@Observes @Initialized(ApplicationScoped.class) ServletContext application) {
    probe();
    probing =
        executor.scheduleWithFixedDelay(this::probe, PROBE_MS, PROBE_MS, TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void close() {
    probing.cancel(true);
    if (redis != null) {
      redis.close();
    }
  }

  private RedisClient client() {
    var pool = new ConnectionPoolConfig();
    pool.setMaxTotal(CONNECTIONS_MAX);
    pool.setMaxIdle(CONNECTIONS_MAX);
    pool.setMaxWait(Duration.ofMillis(timeoutMs));
    // whoever borrows a dead connection learns it from its own call, and nobody waits for the check
    pool.setTestWhileIdle(false);
    pool.setTimeBetweenEvictionRuns(Duration.ofMillis(-1));
    return RedisClient.builder()
        .hostAndPort(url.getHost(), url.getPort() < 0 ? DEFAULT_PORT : url.getPort())
        .poolConfig(pool)
        .clientConfig(
            DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(timeoutMs)
                .socketTimeoutMillis(timeoutMs)
                .user(JedisURIHelper.getUser(url))
                .password(JedisURIHelper.getPassword(url))
                .database(JedisURIHelper.getDBIndex(url))
                .sslOptions(JedisURIHelper.isRedisSSLScheme(url) ? SslOptions.defaults() : null)
                .build())
        .build();
  }

  /**
   * @return whether Redis is asked at present
   */
  boolean isUp() {
    return redis != null && failures.get() < FAILURES_MAX;
  }

  /**
   * @return what all gateways together say; empty where Redis did not answer
   */
  Optional<Decision> admit(Scope scope, String caller, Rate rate) {
    if (!isUp()) {
      return Optional.empty();
    }
    String key = "throttle:" + scope.label() + ":" + caller;
    String windowMicros = Long.toString(rate.window().toNanos() / 1000);
    try {
      List<?> answer =
          (List<?>)
              redis.eval(
                  ADMIT, List.of(key), List.of(Integer.toString(rate.limit()), windowMicros));
      failures.set(0);
      return Optional.of(
          new Decision(
              number(answer, 0) == 1,
              number(answer, 1),
              Duration.of(number(answer, 2), ChronoUnit.MICROS)));
    } catch (JedisException away) {
      failed(away);
      return Optional.empty();
    }
  }

  private static long number(List<?> answer, int index) {
    return (Long) answer.get(index);
  }

  private void probe() {
    if (isUp()) {
      return;
    }
    // a client of its own: the connections of the one before are dead
    RedisClient fresh = client();
    try {
      // now, and not while requests wait for it
      fresh.getPool().addObjects(CONNECTIONS_AT_START);
      // not a ping: a Redis that is full, or a replica, answers that and cannot count
      fresh.eval(ADMIT, List.of("throttle:probe"), List.of("1", "1000"));
    } catch (Exception stillAway) {
      fresh.close();
      failed(stillAway);
      return;
    }
    RedisClient dead = redis;
    redis = fresh;
    if (dead != null) {
      dead.close();
    }
    if (failures.getAndSet(0) >= FAILURES_MAX) {
      LOG.log(Level.WARNING, "Redis is back; limits hold over all gateways again");
    }
  }

  private void failed(Exception away) {
    if (failures.incrementAndGet() == FAILURES_MAX) {
      LOG.log(
          Level.WARNING,
          "Redis is away; this gateway holds callers to their limits by itself: {0}",
          away.getMessage());
    }
  }
}
