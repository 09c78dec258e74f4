package orders.gateway.upstream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Keeps new orders out while a circuit breaker is open: one that got its stock and then met the
 * open breaker of payments would have taken it in vain. A MicroProfile breaker cannot be asked
 * whether it is open, so this remembers what the calls met. Now and then it lets one order in, to
 * try.
 */
@ApplicationScoped
public class UpstreamGate {
  private final Map<Breaker, Trial> shut = new ConcurrentHashMap<>();

  @Inject
  @ConfigProperty(name = UpstreamSettings.BREAKER_RESET_MS)
  long resetMs;

  /**
   * When the next order may try a service.
   *
   * @param nextNanos {@link System#nanoTime()}
   * @param made whether the service was asked since the last order was let in
   */
  private record Trial(long nextNanos, boolean made) {}

  /**
   * @param breaker that was found open
   */
  void shut(Breaker breaker) {
    shut.putIfAbsent(breaker, new Trial(next(), false));
  }

  /**
   * @param breaker whose service answered
   */
  void open(Breaker breaker) {
    shut.remove(breaker);
  }

  /**
   * @param breaker that is being met, whether it lets the call through or not
   */
  void asks(Breaker breaker) {
    shut.computeIfPresent(breaker, (same, trial) -> new Trial(trial.nextNanos(), true));
  }

  /**
   * @return whether every new order has a chance
   */
  public boolean isOpen() {
    return shut.keySet().stream().allMatch(Breaker::inBackground);
  }

  /**
   * @return whether a breaker, of whatever calls, was found open since its service last answered
   *     them
   */
  public boolean seesOutage() {
    return !shut.isEmpty();
  }

  /**
   * @return whether a new order may try the services whose breakers were found open: one in each
   *     reset time
   */
  public synchronized boolean letsIn() {
    long now = System.nanoTime();
    boolean tooEarly =
        shut.entrySet().stream()
            .filter(entry -> !entry.getKey().inBackground())
            .anyMatch(entry -> now - entry.getValue().nextNanos() < 0);
    if (tooEarly) {
      return false;
    }
    shut.replaceAll((breaker, trial) -> new Trial(next(), false));
    return true;
  }

  /**
   * The order that was let in is done. If it did not ask a service, because it was sold out, the
   * next one may try it at once.
   */
  public void leaves() {
    long now = System.nanoTime();
    shut.replaceAll((breaker, trial) -> trial.made() ? trial : new Trial(now, false));
  }

  private long next() {
    return System.nanoTime() + Duration.ofMillis(resetMs).toNanos();
  }
}
