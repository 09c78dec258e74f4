package orders.gateway.upstream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Keeps new orders out while a circuit breaker is open: one that got its stock and then met the
 * open breaker of payments would have taken it in vain. A MicroProfile breaker cannot be asked
 * whether it is open, so this remembers what the calls met. Now and then it lets one order in, to
 * try; the orders that wait for another attempt do the same.
 */
@ApplicationScoped
public class UpstreamGate {
  private final Map<Service, AtomicReference<Long>> shutUntilNanos =
      Map.of(Service.INVENTORY, new AtomicReference<>(), Service.PAYMENTS, new AtomicReference<>());

  @Inject
  @ConfigProperty(name = UpstreamSettings.BREAKER_RESET_MS)
  long resetMs;

  /**
   * @param service whose breaker was found open
   */
  void shut(Service service) {
    shutUntilNanos.get(service).compareAndSet(null, next());
  }

  /**
   * @param service that answered
   */
  void open(Service service) {
    shutUntilNanos.get(service).set(null);
  }

  /**
   * @return whether a new order has a chance; if both breakers are closed always, else for one
   *     order in each reset time
   */
  public boolean letsIn() {
    return shutUntilNanos.values().stream().allMatch(this::letsIn);
  }

  /**
   * @return whether no breaker was found open since its service last answered; asked without being
   *     let in
   */
  public boolean isOpen() {
    return shutUntilNanos.values().stream().allMatch(shutUntil -> shutUntil.get() == null);
  }

  private boolean letsIn(AtomicReference<Long> shutUntil) {
    Long until = shutUntil.get();
    return until == null
        || (System.nanoTime() - until >= 0 && shutUntil.compareAndSet(until, next()));
  }

  private Long next() {
    return System.nanoTime() + Duration.ofMillis(resetMs).toNanos();
  }
}
