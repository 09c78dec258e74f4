package orders.gateway.upstream;

import jakarta.ws.rs.core.Response;

/**
 * An upstream service gave no usable answer: a timeout, a cut connection, a 5xx. What was asked for
 * may have happened all the same, so this is never taken for a refusal.
 */
public class NoAnswer extends RuntimeException {

  /** No answer, and asking again at once would not bring one: an open breaker, a 4xx. */
  public static final class NotWorthRetrying extends NoAnswer {
    NotWorthRetrying(String message) {
      super(message, null);
    }
  }

  /**
   * @param message what came instead of an answer, for the log
   * @param cause the client's exception, or null
   */
  public NoAnswer(String message, Throwable cause) {
    // no stack trace: during an outage every order has one of these
    super(message, cause, false, false);
  }

  /**
   * @param response with a status that the contract does not have
   * @return what to throw
   */
  public static NoAnswer unexpected(Response response) {
    return new NotWorthRetrying("unexpected status " + response.getStatus());
  }

  /**
   * @param response to a call that has no other answer than 200
   * @return nothing
   * @throws NoAnswer where it is another
   */
  public static Void unlessOk(Response response) {
    if (response.getStatus() != 200) {
      throw unexpected(response);
    }
    return null;
  }
}
