package orders.gateway.orders.control;

import java.time.Duration;
import orders.gateway.orders.entity.Order;
import orders.gateway.upstream.CallContext;
import org.jspecify.annotations.Nullable;

/**
 * A call that is made for an order, within its lease.
 *
 * @param order the caller's own
 */
record OrderCall(Order order) implements CallContext {

  @Override
  public boolean isFirstAttempt() {
    return order.isFirstAttempt();
  }

  @Override
  public Duration left() {
    return order.ownLease().left();
  }

  @Override
  public void called(String call, Duration took, int answer, @Nullable String error) {
    order.timeline().addCall(order.ownLease().now(), call, took, answer, error);
  }
}
