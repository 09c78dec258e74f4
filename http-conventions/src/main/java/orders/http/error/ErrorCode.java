package orders.http.error;

import java.util.OptionalInt;

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

  /**
   * @return in how many seconds the same request is worth another try, for {@code Retry-After} (RFC
   *     9110, section 10.2.3); empty if it is not, or if that depends
   */
  default OptionalInt retryAfterSeconds() {
    return OptionalInt.empty();
  }
}
