package orders.gateway.orders.control;

import java.util.UUID;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.Refund;

/**
 * Something went wrong with a request after its order was stored. The order comes to its end all
 * the same; its client must learn where it can be read, or it may order a second time.
 */
public final class Unfinished extends RuntimeException {
  private final UUID orderId;
  private final boolean repeatable;

  private Unfinished(UUID orderId, boolean repeatable, Exception cause) {
    super(cause.getMessage(), cause, false, false);
    this.orderId = orderId;
    this.repeatable = repeatable;
  }

  /**
   * @param order that is stored
   * @param cause what went wrong
   * @return to be thrown
   */
  static Unfinished of(Order order, Exception cause) {
    return new Unfinished(order.id(), order.idempotencyKey() != null, cause);
  }

  /**
   * @param refund of an order that is stored; whether the refund is stored too, nobody knows
   * @param cause what went wrong
   * @return to be thrown
   */
  static Unfinished of(Refund refund, Exception cause) {
    return new Unfinished(refund.orderId(), refund.idempotencyKey() != null, cause);
  }

  /**
   * @return the order's id
   */
  public UUID orderId() {
    return orderId;
  }

  /**
   * @return whether the same request may be sent again: its key finds what it did the first time
   */
  public boolean isRepeatable() {
    return repeatable;
  }
}
