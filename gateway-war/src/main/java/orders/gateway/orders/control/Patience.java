package orders.gateway.orders.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How long to wait before an order is tried again, and for how often. */
@ApplicationScoped
public class Patience {
  private static final long WAIT_MS_FIRST = 500;

  /** No order waits longer for its next attempt. */
  static final long WAIT_MS_MAX = 10_000;

  @Inject
  @ConfigProperty(name = "ORDER_ATTEMPTS_MAX")
  int attemptsMax;

  /**
   * @param failed attempts so far that count: made in the background, outside an outage, with a
   *     call that was sent; a client's retries say more of the client than of the order
   * @return whether a person has to look before another one
   */
  boolean isOver(int failed) {
    return failed >= attemptsMax;
  }

  /**
   * @param attempts so far, of any kind, from 1
   * @return exponential backoff with full jitter ("Exponential Backoff And Jitter", AWS
   *     Architecture Blog, 2015), up to 10 s
   */
  Duration wait(int attempts) {
    long ceilingMs = Math.min(WAIT_MS_MAX, WAIT_MS_FIRST << Math.min(attempts - 1, 10));
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(ceilingMs + 1));
  }
}
