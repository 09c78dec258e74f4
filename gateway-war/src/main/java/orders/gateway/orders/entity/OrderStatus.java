package orders.gateway.orders.entity;

import java.util.Set;

/** Where an order is in its life. The table refuses the moves that are not named here as well. */
public enum OrderStatus {
  /** Stored, and being placed, or waiting for somebody to go on with it. */
  PENDING,
  /** The stock is held and the money taken. */
  CONFIRMED,
  /** Not enough stock; nothing was kept. */
  STOCK_FAILED,
  /** The payment was declined; nothing was kept. */
  PAYMENT_FAILED,
  /** To be undone: the stock goes back, and the money. */
  CANCELLING,
  /** Undone; or ended without anything to undo, if its key was another's. */
  CANCELLED;

  /**
   * @param next another status, or this one: an attempt that changed nothing
   * @return whether an order may go there from here
   */
  public boolean mayBecome(OrderStatus next) {
    return next == this || nexts().contains(next);
  }

  private Set<OrderStatus> nexts() {
    return switch (this) {
      case PENDING -> Set.of(CONFIRMED, STOCK_FAILED, PAYMENT_FAILED, CANCELLING, CANCELLED);
      case CONFIRMED -> Set.of(CANCELLING);
      case CANCELLING -> Set.of(CANCELLED);
      case STOCK_FAILED, PAYMENT_FAILED, CANCELLED -> Set.of();
    };
  }
}
