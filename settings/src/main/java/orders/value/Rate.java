package orders.value;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * So many requests in any window of that length, wherever it begins.
 *
 * @param limit requests, from 1 to {@value #LIMIT_MAX}
 * @param window its length
 */
public record Rate(int limit, Duration window) {
  private static final int LIMIT_MAX = 10_000;
  private static final Pattern FORM =
      Pattern.compile("([1-9][0-9]{0,4})/(s|sec|second|m|min|minute|h|hour|d|day)");
  private static final Map<Character, Duration> WINDOWS =
      Map.of(
          's', Duration.ofSeconds(1),
          'm', Duration.ofMinutes(1),
          'h', Duration.ofHours(1),
          'd', Duration.ofDays(1));

  /**
   * @param text such as {@code 10/min}, as Django REST framework has it
   * @return the rate
   * @throws IllegalArgumentException if it is none
   */
  public static Rate of(String text) {
    var match = FORM.matcher(text);
    if (!match.matches() || Integer.parseInt(match.group(1)) > LIMIT_MAX) {
      throw new IllegalArgumentException("must be a rate such as 10/min, of at most 10000");
    }
    Duration window = Objects.requireNonNull(WINDOWS.get(match.group(2).charAt(0)));
    return new Rate(Integer.parseInt(match.group(1)), window);
  }
}
