package orders.gateway.orders.control;

import java.time.Duration;
import orders.gateway.orders.entity.Order;
import orders.gateway.upstream.CallContext;

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
    return order.lease().left();
  }

  @Override
  public void called(String call, Duration took, int answer, String error) {
    order.timeline().addCall(order.lease().now(), call, took, answer, error);
  }
}
