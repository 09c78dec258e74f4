package orders.settings;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What the value of a setting may be. */
final class Kind {
  private static final int PORT_MAX = 65_535;
  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

  private final String description;
  private final Predicate<String> allowed;
  private final boolean secret;

  private Kind(String description, Predicate<String> allowed, boolean secret) {
    this.description = description;
    this.allowed = allowed;
    this.secret = secret;
  }

  private static Kind of(String description, Predicate<String> allowed) {
    return new Kind(description, allowed, false);
  }

  static Kind whole(long min, long max) {
    String range = max == Long.MAX_VALUE ? "from " + min : "from " + min + " to " + max;
    return of("a whole number " + range, value -> isWhole(value, min, max));
  }

  private static boolean isWhole(String value, long min, long max) {
    try {
      long number = Long.parseLong(value);
      return number >= min && number <= max;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  static Kind port() {
    return of("a port", value -> value.matches("[1-9].*") && isWhole(value, 1, PORT_MAX));
  }

  /** To the third decimal place: what is in seconds is used in milliseconds. */
  static Kind decimal(String min, String max) {
    Pattern form = Pattern.compile("\\d{1,9}(\\.\\d{1,3})?");
    return of(
        "a number from " + min + " to " + max,
        value ->
            form.matcher(value).matches()
                && new BigDecimal(value).compareTo(new BigDecimal(min)) >= 0
                && new BigDecimal(value).compareTo(new BigDecimal(max)) <= 0);
  }

  static Kind flag() {
    return oneOf("0", "1");
  }

  static Kind oneOf(String... values) {
    List<String> all = List.of(values);
    return of("`" + String.join("`, `", values) + "`", all::contains);
  }

  static Kind rate() {
    Pattern form =
        Pattern.compile("(10000|[1-9]\\d{0,3})/(s|sec|second|m|min|minute|h|hour|d|day)");
    return of("a rate such as `10/min`, or `off`", form.asMatchPredicate().or("off"::equals));
  }

  static Kind url() {
    return of(
        "an `http://…` or `https://…` URL",
        value -> isUrl(value, "https?") && !value.matches(".*[@?#].*"));
  }

  /** As a browser sends it, but in capitals too, and with the port that its scheme has anyway. */
  static Kind origins() {
    Pattern form = Pattern.compile("(?i)https?://[a-z0-9.-]+(:[1-9]\\d{0,4})?");
    return list(
        "an origin such as `https://shop.example`",
        value -> form.matcher(value).matches() && isUrl(value, "(?i)https?"));
  }

  /** PostgreSQL's own words for it (libpq, section 34.19). */
  static Kind sslMode() {
    return oneOf("disable", "allow", "prefer", "require", "verify-ca", "verify-full");
  }

  static Kind file() {
    return of("a file that can be read", Kind::isReadable);
  }

  private static boolean isReadable(String path) {
    try {
      return Files.isReadable(Path.of(path)) && !Files.isDirectory(Path.of(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** With a password where there is anything before the host. */
  static Kind redisUrl() {
    return new Kind(
        "`redis://…` or `rediss://…`",
        value ->
            isUrl(value, "rediss?")
                && URI.create(value).getPath().matches("(/\\d{0,4})?")
                && (!value.contains("@") || URI.create(value).getUserInfo().contains(":")),
        true);
  }

  private static boolean isUrl(String value, String schemes) {
    try {
      var url = new URI(value);
      return url.getScheme() != null
          && url.getScheme().matches(schemes)
          && url.getHost() != null
          && url.getPort() <= PORT_MAX;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  static Kind text(String description, String pattern) {
    return of(description, Pattern.compile(pattern).asMatchPredicate());
  }

  static Kind host() {
    return text("a host name or an address", "[A-Za-z0-9.:_-]{1,255}");
  }

  static Kind word() {
    return text("a name", "[A-Za-z0-9_.-]{1,63}");
  }

  static Kind secretText(String description, String pattern) {
    return new Kind(description, Pattern.compile(pattern).asMatchPredicate(), true);
  }

  static Kind secret() {
    return secretText("text", ".+");
  }

  static Kind listOf(String element, String pattern) {
    return list(element, Pattern.compile(pattern).asMatchPredicate());
  }

  /** As Open Liberty has them in its virtual hosts. */
  static Kind hostAliases() {
    return listOf("`*:PORT` or `NAME:PORT`", "(\\*|[A-Za-z0-9.-]+):[1-9]\\d{0,4}");
  }

  static Kind addresses() {
    return list("an address or a range such as `10.0.0.0/8`", Kind::isRange);
  }

  private static Kind list(String element, Predicate<String> allowed) {
    return of(
        "a list, with commas, of: " + element,
        value -> Arrays.stream(value.split(",", -1)).map(String::strip).allMatch(allowed));
  }

  private static boolean isRange(String text) {
    String[] parts = text.split("/", 2);
    boolean ipv4 = IPV4.matcher(parts[0]).matches();
    return (ipv4 || isIpv6(parts[0]))
        && (parts.length == 1 || isWhole(parts[1], 0, ipv4 ? 32 : 128));
  }

  private static boolean isIpv6(String text) {
    try {
      // with a colon it is never looked up in the DNS
      return text.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*") && InetAddress.getByName(text) != null;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  boolean allows(String value) {
    return allowed.test(value);
  }

  boolean isSecret() {
    return secret;
  }

  String description() {
    return description;
  }
}
