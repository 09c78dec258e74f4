package orders.background;

import java.util.List;

/**
 * A table that says what is left to do. Whoever claims an entry has it for a lease; one that is not
 * brought to its end is due again when that ends.
 *
 * @param <T> an entry
 */
public interface ToDoList<T> {

  /**
   * @param max how many at most, from 1
   * @return entries that are due, the caller's own now; none if nothing is due
   */
  List<T> claimDue(int max);

  /**
   * Brings an entry to its end, or as far as it can be brought now.
   *
   * @param entry that was claimed
   */
  void work(T entry);

  /**
   * The work on an entry failed in a way that was not expected: it may be put off here, so that it
   * is not tried again and again. Without that it is due again when its lease ends.
   *
   * @param entry that was claimed
   * @param reason what was thrown
   */
  default void failed(T entry, Throwable reason) {}

  /**
   * @param entry that was claimed
   * @return its name in the log, and the request id of the calls made for it
   */
  String name(T entry);
}
