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
 * try; the orders that wait for another attempt do the same.
 */
@ApplicationScoped
public class UpstreamGate {
  private final Map<Service, Trial> shut = new ConcurrentHashMap<>();

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
   * @param service whose breaker was found open
   */
  void shut(Service service) {
    shut.putIfAbsent(service, new Trial(next(), false));
  }

  /**
   * @param service that answered
   */
  void open(Service service) {
    shut.remove(service);
  }

  /**
   * @param service that is being asked, or is found behind its open breaker
   */
  void asks(Service service) {
    shut.computeIfPresent(service, (same, trial) -> new Trial(trial.nextNanos(), true));
  }

  /**
   * @return whether a new order has a chance; if both breakers are closed always, else for one
   *     order in each reset time
   */
  public synchronized boolean letsIn() {
    long now = System.nanoTime();
    if (shut.values().stream().anyMatch(trial -> now - trial.nextNanos() < 0)) {
      return false;
    }
    shut.replaceAll((service, trial) -> new Trial(next(), false));
    return true;
  }

  /**
   * The order that was let in is done. If it did not ask a service, because it was sold out, the
   * next one may try it at once.
   */
  public void leaves() {
    long now = System.nanoTime();
    shut.replaceAll((service, trial) -> trial.made() ? trial : new Trial(now, false));
  }

  /**
   * @return whether no breaker was found open since its service last answered; asked without being
   *     let in
   */
  public boolean isOpen() {
    return shut.isEmpty();
  }

  private long next() {
    return System.nanoTime() + Duration.ofMillis(resetMs).toNanos();
  }
}
