package orders.background;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long background work waits before it tries again: exponential backoff with full jitter
 * ("Exponential Backoff And Jitter", AWS Architecture Blog, 2015), up to 10 s.
 */
public final class Backoff {
  private static final long WAIT_MS_FIRST = 500;

  /** No wait is longer. */
  public static final Duration WAIT_MAX = Duration.ofSeconds(10);

  private Backoff() {}

  /**
   * @param attempts so far, from 1
   * @return the wait before the next one
   */
  public static Duration wait(int attempts) {
    long ceilingMs = Math.min(WAIT_MAX.toMillis(), WAIT_MS_FIRST << Math.min(attempts - 1, 10));
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(ceilingMs + 1));
  }
}
