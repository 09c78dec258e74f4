package orders.gateway.upstream;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Timeout;

/**
 * One attempt at a call, with a limit and behind its upstream's circuit breaker. A bean of its own,
 * inside the bean that retries: the wait between attempts counts for neither. Not on the REST
 * client interfaces, where Liberty does not find this application's settings for the annotations.
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
}
