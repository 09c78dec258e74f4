package orders.http;

/**
 * A stable name for a way in which a request can fail: what a client's program may branch on. Each
 * service lists its own in an enum; what every HTTP service has is in {@link HttpError}.
 */
public interface ErrorCode {

  /**
   * @return the code as the client sees it, in capitals
   */
  String name();

  /**
   * @return the HTTP status it goes with, 300 to 599
   */
  int status();
}
