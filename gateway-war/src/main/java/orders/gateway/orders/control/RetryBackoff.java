package orders.gateway.orders.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import orders.background.Backoff;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.OrderChange;
import orders.gateway.upstream.NoAnswer;
import orders.gateway.upstream.UpstreamGate;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** When an order is tried again after an attempt that failed, and after how many it is not. */
@ApplicationScoped
public class RetryBackoff {
  @Inject UpstreamGate gate;

  @Inject
  @ConfigProperty(name = "ORDER_ATTEMPTS_MAX")
  int attemptsMax;

  @Inject
  @ConfigProperty(name = "ORDER_DEADLINE_SECS")
  int deadlineSeconds;

  /**
   * @param order the caller's own
   * @return whether it is not tried again, because nobody waits for it any more
   */
  boolean isOver(Order order) {
    return order.isAbandoned(Duration.ofSeconds(deadlineSeconds));
  }

  /**
   * @param order the caller's own
   * @param reason why this attempt did not bring it to its end
   * @return the order left for another attempt, or to a person when too many failed. An attempt
   *     counts if it was made in the background, outside an outage, with a call that was sent
   *     (docs/decisions/0016): a client's retries say more of the client than of the order
   */
  OrderChange afterFailure(Order order, RuntimeException reason) {
    boolean counts = order.isClaimed() && !(reason instanceof NoAnswer.NotSent) && gate.isOpen();
    return counts && order.failedAttempts() + 1 >= attemptsMax
        ? order.park(reason.toString())
        : order.postpone(Backoff.USUAL.wait(order.attempts()), counts);
  }
}
