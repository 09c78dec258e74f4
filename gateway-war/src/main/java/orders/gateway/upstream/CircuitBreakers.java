package orders.gateway.upstream;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Timeout;

/**
 * One attempt at a call, with a limit and behind its upstream's circuit breaker. Work in the
 * background has breakers of its own: on a quiet system one order that fails for a reason of its
 * own is all of their traffic, and must not keep new orders out. A bean of its own, inside the bean
 * that retries: the wait between attempts counts for neither. Not on the REST client interfaces,
 * where Liberty does not find this application's settings for the annotations.
 */
@ApplicationScoped
public class CircuitBreakers {

  /**
   * @param call to inventory
   * @return its answer, which was believed
   */
  @Timeout
  @CircuitBreaker
  public <T> T atInventory(Supplier<T> call) {
    return call.get();
  }

  /**
   * @param call to payments
   * @return its answer, which was believed
   */
  @Timeout
  @CircuitBreaker
  public <T> T atPayments(Supplier<T> call) {
    return call.get();
  }

  /**
   * @param call to inventory for which nobody waits
   * @return its answer, which was believed
   */
  @Timeout
  @CircuitBreaker
  public <T> T atInventoryInBackground(Supplier<T> call) {
    return call.get();
  }

  /**
   * @param call to payments for which nobody waits
   * @return its answer, which was believed
   */
  @Timeout
  @CircuitBreaker
  public <T> T atPaymentsInBackground(Supplier<T> call) {
    return call.get();
  }
}
