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
    REFUSED,
    /** None is, nor ever will be under this key: it was given back. */
    RELEASED,
    /** None is: the key is another order's, which this database does not know any more. */
    CONFLICT
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
   * @return whether the key is this order's; false where another one's reservation is under it,
   *     which is left alone
   * @throws NoAnswer where it is not known whether it was given back
   */
  boolean release(Order order);
}
