package orders.gateway.throttle;

import java.time.Duration;

/**
 * Whether a request may go on.
 *
 * @param admitted whether it may
 * @param remaining how many more may go on now
 * @param next until another one may, or one more
 */
public record Decision(boolean admitted, long remaining, Duration next) {

  /**
   * @return {@link #next} in whole seconds, at least 1, so that waiting for them is enough
   */
  public long nextSeconds() {
    return Math.max(1, next.plusNanos(999_999_999).toSeconds());
  }
}
