package orders.gateway.orders.control;

import java.util.List;
import orders.gateway.orders.entity.Item;
import orders.gateway.upstream.CallContext;
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
   * @param key lets it take effect once, however often it is asked
   * @param items 1 to 100
   * @param context for whom it is asked
   * @return whether they are held
   * @throws NoAnswer if that is not known
   */
  Answer reserve(String key, List<Item> items, CallContext context);

  /**
   * Gives a reservation back, and refuses it if it comes later. Safe to repeat.
   *
   * @param key of the reservation
   * @param items that were to be held
   * @param context for whom it is asked
   * @return whether the key is of these items; false if another order's reservation is under it,
   *     which is left alone
   * @throws NoAnswer if it is not known whether it was given back
   */
  boolean release(String key, List<Item> items, CallContext context);
}
