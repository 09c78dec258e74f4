package orders.context;

import java.util.UUID;

/** The id under which the work of this thread is logged and passed on. */
public final class RequestId {
  private static final ThreadLocal<String> CURRENT = new ThreadLocal<>();

  private RequestId() {}

  /**
   * From now on, for this thread, until the end that is returned.
   *
   * @param id of a request, or of work that no request waits for
   * @return its end, to be run by this thread: the id of before holds again, because the answer to
   *     an error may be made while the request is still being worked on
   */
  public static Runnable begin(String id) {
    String before = CURRENT.get();
    CURRENT.set(id);
    return () -> {
      if (before == null) {
        // threads are pooled: the next request must not inherit this one's id
        CURRENT.remove();
      } else {
        CURRENT.set(before);
      }
    };
  }

  /**
   * @return the id of the work that this thread does; a new one if it does none
   */
  public static String current() {
    String id = CURRENT.get();
    return id == null ? UUID.randomUUID().toString() : id;
  }
}
