package orders.background;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Exponential backoff with full jitter ("Exponential Backoff And Jitter", AWS Architecture Blog,
 * 2015).
 *
 * @param base the first wait is no longer
 * @param max no wait is longer
 */
public record Backoff(Duration base, Duration max) {
  private static final int DOUBLINGS_MAX = 20;

  /** How long work in the background waits before it tries again. */
  public static final Backoff USUAL = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10));

  /**
   * @param attempts so far, from 1
   * @return the wait before the next one
   */
  public Duration wait(int attempts) {
    long doubled = base.toMillis() << Math.min(attempts - 1, DOUBLINGS_MAX);
    long ceilingMs = Math.min(max.toMillis(), doubled);
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(ceilingMs + 1));
  }
}
