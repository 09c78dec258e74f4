package orders.gateway.edge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What proxies wrote of a request's way here in the {@code Forwarded} header (RFC 7239), the
 * nearest last. Who writes before them may have written anything; if the whole makes no sense,
 * nothing of it is taken.
 *
 * @param hops each proxy's parameters, by their names in lower case
 */
record Forwarded(List<Map<String, String>> hops) {
  private static final int LENGTH_MAX = 8192;

  /** No escapes: no address and no scheme has any. Ports and IPv6 are taken without quotes too. */
  private static final Pattern PARAMETER =
      Pattern.compile(
          "\\G[ \t]*(?:([A-Za-z0-9_-]{1,64})=(?:\"([^\"\\\\]*)\"|([^\\s\"\\\\,;]+))[ \t]*)?(;|,|\\z)");

  /**
   * @param values of all headers of that name, in their order
   * @return what they say; no hops if they are malformed
   */
  static Forwarded of(List<String> values) {
    String text = String.join(",", values);
    var hops = new ArrayList<Map<String, String>>();
    if (text.isBlank() || text.length() > LENGTH_MAX) {
      return new Forwarded(hops);
    }
    var hop = new HashMap<String, String>();
    Matcher parameter = PARAMETER.matcher(text);
    while (parameter.find()) {
      String name = parameter.group(1);
      String value = parameter.group(2) == null ? parameter.group(3) : parameter.group(2);
      if (name != null && hop.put(name.toLowerCase(Locale.ROOT), value) != null) {
        return new Forwarded(List.of());
      }
      boolean whole = parameter.end() == text.length();
      if (whole || parameter.group(4).equals(",")) {
        if (!hop.isEmpty()) {
          hops.add(hop);
        }
        hop = new HashMap<>();
      }
      if (whole) {
        return new Forwarded(hops);
      }
    }
    return new Forwarded(List.of());
  }

  /**
   * @return from whom each proxy got the request, the nearest last; empty if it does not say
   */
  List<String> nodes() {
    return hops.stream().map(hop -> hop.getOrDefault("for", "")).toList();
  }

  /**
   * @return by which scheme the nearest got it; empty if it does not say
   */
  String proto() {
    return hops.isEmpty() ? "" : hops.get(hops.size() - 1).getOrDefault("proto", "");
  }
}
