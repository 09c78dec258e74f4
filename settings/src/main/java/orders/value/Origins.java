package orders.value;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Origins of web pages (RFC 6454).
 *
 * @param origins as browsers write them
 */
public record Origins(Set<String> origins) {
  private static final Pattern FORM = Pattern.compile("(?i)https?://[a-z0-9.-]+(:[1-9]\\d{0,4})?");
  private static final int PORT_MAX = 65_535;

  /**
   * @param list origins such as {@code https://shop.example}, with commas; also in capitals, and
   *     with the port that the scheme has anyway
   * @return them
   * @throws IllegalArgumentException if one is none
   */
  public static Origins of(String list) {
    return new Origins(
        CommaSeparated.of(list).stream().map(Origins::normal).collect(Collectors.toSet()));
  }

  /** In lower case, without the port that its scheme has anyway. */
  private static String normal(String origin) {
    URI uri = FORM.matcher(origin).matches() ? URI.create(origin) : null;
    if (uri == null || uri.getHost() == null || uri.getPort() > PORT_MAX) {
      throw new IllegalArgumentException("'" + origin + "' is no origin");
    }
    String lower = origin.toLowerCase(Locale.ROOT);
    String port = lower.startsWith("https:") ? ":443" : ":80";
    return lower.endsWith(port) ? lower.substring(0, lower.length() - port.length()) : lower;
  }

  /**
   * @param origin as a browser sent it; null if it sent none
   * @return whether it is one of them
   */
  public boolean contain(@Nullable String origin) {
    return origin != null && origins.contains(origin);
  }
}
