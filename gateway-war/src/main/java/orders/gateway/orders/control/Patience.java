package orders.gateway.orders.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import orders.background.Backoff;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How long to wait before an order is tried again, and for how often. */
@ApplicationScoped
public class Patience {
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
   * @return the wait before the next one
   */
  Duration wait(int attempts) {
    return Backoff.wait(attempts);
  }
}
