package orders.gateway.orders.control;

import java.util.UUID;
import orders.gateway.orders.entity.Order;

/**
 * Something went wrong with a request after its order was stored. The order comes to its end all
 * the same; its client must learn where it can be read, or it may order a second time.
 */
public final class Unfinished extends RuntimeException {
  private final UUID orderId;
  private final boolean repeatable;

  /**
   * @param order that is stored
   * @param cause what went wrong
   */
  Unfinished(Order order, Exception cause) {
    super(cause.getMessage(), cause, false, false);
    this.orderId = order.id();
    this.repeatable = order.idempotencyKey() != null;
  }

  /**
   * @return the order's id
   */
  public UUID orderId() {
    return orderId;
  }

  /**
   * @return whether the same request may be sent again: its key finds this order then
   */
  public boolean isRepeatable() {
    return repeatable;
  }
}
