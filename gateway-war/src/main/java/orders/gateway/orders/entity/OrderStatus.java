package orders.gateway.orders.entity;

/**
 * Where an order is in its life. {@link Order} says how it moves; the table refuses other moves.
 */
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
}
