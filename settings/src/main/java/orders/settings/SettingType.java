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
final class SettingType {
  private static final int PORT_MAX = 65_535;
  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

  /** The last label is not all digits, or it would be an address. */
  private static final Pattern NAME = Pattern.compile("([\\w-]+\\.)*(?!\\d+$)[\\w-]+");

  private static final int HOST_CHARS_MAX = 255;

  private final String description;
  private final Predicate<String> allowed;
  private final boolean secret;

  private SettingType(String description, Predicate<String> allowed, boolean secret) {
    this.description = description;
    this.allowed = allowed;
    this.secret = secret;
  }

  private static SettingType of(String description, Predicate<String> allowed) {
    return new SettingType(description, allowed, false);
  }

  static SettingType whole(long min, long max) {
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

  static SettingType port() {
    return of("a port", SettingType::isPort);
  }

  private static boolean isPort(String value) {
    return value.matches("[1-9].*") && isWhole(value, 1, PORT_MAX);
  }

  /** To the third decimal place: what is in seconds is used in milliseconds. */
  static SettingType decimal(String min, String max) {
    Pattern form = Pattern.compile("\\d{1,9}(\\.\\d{1,3})?");
    return of(
        "a number from " + min + " to " + max,
        value ->
            form.matcher(value).matches()
                && new BigDecimal(value).compareTo(new BigDecimal(min)) >= 0
                && new BigDecimal(value).compareTo(new BigDecimal(max)) <= 0);
  }

  static SettingType flag() {
    return oneOf("0", "1");
  }

  static SettingType oneOf(String... values) {
    List<String> all = List.of(values);
    return of("`" + String.join("`, `", values) + "`", all::contains);
  }

  static SettingType rate() {
    Pattern form =
        Pattern.compile("(10000|[1-9]\\d{0,3})/(s|sec|second|m|min|minute|h|hour|d|day)");
    return of("a rate such as `10/min`, or `off`", form.asMatchPredicate().or("off"::equals));
  }

  static SettingType url() {
    return of(
        "an `http://…` or `https://…` URL",
        value -> isUrl(value, "https?") && !value.matches(".*[@?#].*"));
  }

  /** As a browser sends it, but in capitals too, and with the port that its scheme has anyway. */
  static SettingType origins() {
    Pattern form = Pattern.compile("(?i)https?://[a-z0-9.-]+(:[1-9]\\d{0,4})?");
    return list(
        "an origin such as `https://shop.example`",
        value -> form.matcher(value).matches() && isUrl(value, "(?i)https?"));
  }

  /** PostgreSQL's own words for it (libpq, section 34.19). */
  static SettingType sslMode() {
    return oneOf("disable", "allow", "prefer", "require", "verify-ca", "verify-full");
  }

  static SettingType file() {
    return of("a file that can be read", SettingType::isReadable);
  }

  private static boolean isReadable(String path) {
    try {
      return Files.isReadable(Path.of(path)) && !Files.isDirectory(Path.of(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** With a password if there is anything before the host. */
  static SettingType redisUrl() {
    return new SettingType(
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
          && url.getPort() != 0
          && url.getPort() <= PORT_MAX;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  static SettingType text(String description, String pattern) {
    return of(description, Pattern.compile(pattern).asMatchPredicate());
  }

  /** A path is looked at when the file is read. */
  static SettingType urlOrPath() {
    return of(
        "a URL or a path",
        value -> value.matches("https?:.*") ? isUrl(value, "https?") : value.matches("\\S+"));
  }

  static SettingType host() {
    return of("a host name or an address", SettingType::isHost);
  }

  static SettingType bindHost() {
    return of("an address, a host name or `*`", value -> value.equals("*") || isHost(value));
  }

  /** As the gateway compares them: without a port, and without the dot that may end a name. */
  static SettingType allowedHosts() {
    return list(
        "a host name or an address without a port, `.example.com` for all below it, or `*`",
        value ->
            value.equals("*")
                || isNameOrIpv4(value.replaceFirst("^\\.", ""))
                || isIpv6(value.replaceFirst("^\\[(.*)]$", "$1")));
  }

  static SettingType word() {
    return text("a name", "[A-Za-z0-9_.-]{1,63}");
  }

  static SettingType secretText(String description, String pattern) {
    return new SettingType(description, Pattern.compile(pattern).asMatchPredicate(), true);
  }

  static SettingType secret() {
    return secretText("text", ".+");
  }

  static SettingType listOf(String element, String pattern) {
    return list(element, Pattern.compile(pattern).asMatchPredicate());
  }

  /** As Open Liberty has them in its virtual hosts. */
  static SettingType hostAliases() {
    return list("`*:PORT` or `NAME:PORT`", SettingType::isHostAlias);
  }

  private static boolean isHostAlias(String text) {
    String[] parts = text.split(":", 2);
    return parts.length == 2
        && (parts[0].equals("*") || isNameOrIpv4(parts[0]))
        && isPort(parts[1]);
  }

  static SettingType addresses() {
    return list("an address or a range such as `10.0.0.0/8`", SettingType::isRange);
  }

  private static SettingType list(String element, Predicate<String> allowed) {
    return of(
        "a list, with commas, of: " + element, value -> entries(value).stream().allMatch(allowed));
  }

  /** What stands between the commas of a list. */
  static List<String> entries(String list) {
    return Arrays.stream(list.split(",", -1)).map(String::strip).toList();
  }

  /** A colon is part of an IPv6 address, or comes before a port, which has a setting of its own. */
  private static boolean isHost(String text) {
    return isNameOrIpv4(text.replaceFirst("\\.$", "")) || isIpv6(text);
  }

  private static boolean isNameOrIpv4(String text) {
    return text.length() <= HOST_CHARS_MAX
        && (NAME.matcher(text).matches() || IPV4.matcher(text).matches());
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
