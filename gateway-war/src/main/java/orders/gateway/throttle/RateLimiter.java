package orders.gateway.throttle;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import orders.http.error.ApiException;
import orders.http.error.HttpError;
import orders.value.Rate;
import orders.value.RateLimit;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/**
 * Decides whether a caller may ask once more. Both logs must admit: Redis knows what all gateways
 * admitted, and this gateway's own log holds if Redis is away or has forgotten.
 */
@ApplicationScoped
public class RateLimiter {
  private final Map<Scope, Rate> rates = new EnumMap<>(Scope.class);
  private final LocalSlidingWindow local = new LocalSlidingWindow();
  private RedisSlidingWindow redis;
  private MetricRegistry metrics;

  /** For the proxy, whose fields nobody reads. */
  @SuppressWarnings("NullAway.Init")
  protected RateLimiter() {}

  /**
   * @param config with a rate for each scope
   * @param redis over all gateways
   * @param metrics where it tells whether Redis answers
   */
  @Inject
  public RateLimiter(Config config, RedisSlidingWindow redis, MetricRegistry metrics) {
    this.redis = redis;
    this.metrics = metrics;
    for (Scope scope : Scope.values()) {
      config
          .getValue(scope.setting(), RateLimit.class)
          .rate()
          .ifPresent(rate -> rates.put(scope, rate));
    }
    metrics.gauge("throttle_redis_up", redis, log -> log.isUp() ? 1 : 0);
  }

  /**
   * @param scope what is counted
   * @param caller a user or an address
   * @return whether it may go on; empty if there is no limit
   * @throws ApiException if Redis, which knows, is up and does not answer in time
   */
  public Optional<RateLimitResult> admit(Scope scope, String caller) {
    return result(scope, rate -> Optional.of(decide(scope, caller, rate)));
  }

  /**
   * Looks, and counts nothing.
   *
   * @param scope what is counted
   * @param caller a user or an address
   * @return what {@link #admit} would refuse with, if this gateway alone has admitted as many of
   *     the caller's requests as there may be; empty otherwise
   */
  public Optional<RateLimitResult> exhausted(Scope scope, String caller) {
    return result(scope, rate -> local.exhausted(scope, caller, rate, System.nanoTime()));
  }

  private Optional<RateLimitResult> result(
      Scope scope, Function<Rate, Optional<Decision>> decision) {
    Optional<RateLimitResult> result =
        Optional.ofNullable(rates.get(scope))
            .flatMap(rate -> decision.apply(rate).map(it -> new RateLimitResult(scope, rate, it)));
    if (result.filter(it -> !it.decision().admitted()).isPresent()) {
      metrics.counter("throttled_requests", new Tag("scope", scope.label())).inc();
    }
    return result;
  }

  private Decision decide(Scope scope, String caller, Rate rate) {
    // its own time before that of Redis: it never refuses what Redis would admit again
    long nowNanos = System.nanoTime();
    Decision own = local.admit(scope, caller, rate, nowNanos);
    if (!own.admitted()) {
      return own;
    }
    boolean admitted = false;
    try {
      Decision all = redis.admit(scope, caller, rate).orElse(own);
      admitted = all.admitted();
      return all;
    } catch (RedisLate undecided) {
      metrics.counter("throttle_undecided_requests", new Tag("scope", scope.label())).inc();
      // neither admitted by a guess, nor told that it was one too many
      throw new ApiException(HttpError.OVERLOADED);
    } finally {
      if (!admitted) {
        local.takeBack(scope, caller, nowNanos);
      }
    }
  }
}
