package orders.value;

import java.util.Optional;

/**
 * How often somebody may do something.
 *
 * @param rate at most; empty if there is no limit
 */
public record RateLimit(Optional<Rate> rate) {

  /**
   * @param text a rate, or {@code off} for no limit
   * @return it
   * @throws IllegalArgumentException if it is neither
   */
  public static RateLimit of(String text) {
    return new RateLimit(text.equals("off") ? Optional.empty() : Optional.of(Rate.of(text)));
  }
}
