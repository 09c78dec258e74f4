package orders.gateway.stock;

import orders.gateway.orders.entity.Order;
import orders.gateway.upstream.NoAnswer;

/** The stock, as an order needs it. */
public interface Stock {

  /** What became of a reservation that was answered. */
  enum Answer {
    /** All items are held. */
    RESERVED,
    /** None is: not enough of one, or an SKU that does not exist. */
    REFUSED
  }

  /**
   * Holds all items or none.
   *
   * @param order whose key lets it take effect once, however often it is asked
   * @return whether they are held
   * @throws NoAnswer where that is not known
   */
  Answer reserve(Order order);

  /**
   * Gives a reservation back, and refuses it where it comes later. Safe to repeat.
   *
   * @param order whose items were to be held
   * @throws NoAnswer where it is not known whether it was given back
   */
  void release(Order order);
}
