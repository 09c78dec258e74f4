package orders.gateway.stock;

import java.util.List;
import orders.gateway.orders.entity.Item;
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
   * @param key under which it takes effect once, however often it is asked
   * @param items to hold
   * @return whether they are held
   * @throws NoAnswer where that is not known
   */
  Answer reserve(String key, List<Item> items);

  /**
   * Gives a reservation back, and refuses it where it comes later. Safe to repeat.
   *
   * @param key of the reservation
   * @throws NoAnswer where it is not known whether it was given back
   */
  void release(String key);
}
