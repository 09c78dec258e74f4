package orders.gateway.upstream;

import orders.value.Ascii;
import org.jspecify.annotations.Nullable;

/**
 * An upstream service gave no usable answer: a timeout, a cut connection, a 5xx, a page of somebody
 * in between. What was asked for may have happened all the same, so this is never taken for a
 * refusal.
 */
public class NoAnswer extends RuntimeException {

  /** No answer, and asking again at once would not bring one. */
  public static class NotWorthRetrying extends NoAnswer {
    NotWorthRetrying(String message) {
      super(message, null);
    }
  }

  /** The call was not made: an open breaker, a spent retry budget. It says nothing of its order. */
  public static final class NotSent extends NotWorthRetrying {

    /**
     * @param message why, for the log
     */
    public NotSent(String message) {
      super(message);
    }
  }

  /**
   * @param message what came instead of an answer, for the log and the timeline; what somebody in
   *     between wrote may be part of it
   * @param cause the client's exception, or null
   */
  public NoAnswer(String message, @Nullable Throwable cause) {
    // no stack trace: during an outage every order has one of these
    super(Ascii.line(message), cause, false, false);
  }
}
