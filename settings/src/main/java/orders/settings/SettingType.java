package orders.settings;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import orders.value.AddressRanges;
import orders.value.ApiAuth;
import orders.value.Ascii;
import orders.value.CommaSeparated;
import orders.value.HostPatterns;
import orders.value.HostSyntax;
import orders.value.InitialStock;
import orders.value.Origins;
import orders.value.RateLimit;

/** What the value of a setting may be. */
final class SettingType {
  private static final int PORT_MAX = 65_535;
  private static final String LIST_OF = "a list, with commas, of: ";
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
    // the parser alone takes a plus, and the digits of every script
    if (!value.matches("[0-9]{1,19}")) {
      return false;
    }
    var number = new BigInteger(value);
    return number.compareTo(BigInteger.valueOf(min)) >= 0
        && number.compareTo(BigInteger.valueOf(max)) <= 0;
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

  static SettingType apiAuth() {
    return parsed("`off`, `jwt`", ApiAuth::of);
  }

  static SettingType rate() {
    return parsed("a rate such as `10/min`, of at most 10000, or `off`", RateLimit::of);
  }

  /** What its reader's own parser takes. */
  private static SettingType parsed(String description, Consumer<String> parser) {
    return of(
        description,
        value -> {
          try {
            parser.accept(value);
            return true;
          } catch (IllegalArgumentException e) {
            return false;
          }
        });
  }

  static SettingType url() {
    return of(
        "an `http://…` or `https://…` URL",
        value -> isUrl(value, "https?") && !value.matches(".*[@?#].*"));
  }

  static SettingType origins() {
    return parsed(LIST_OF + "an origin such as `https://shop.example`", Origins::of);
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
    return of("a host name or an address", HostSyntax::isHost);
  }

  static SettingType bindHost() {
    return of(
        "an address, a host name or `*`", value -> value.equals("*") || HostSyntax.isHost(value));
  }

  static SettingType allowedHosts() {
    return parsed(
        LIST_OF
            + "a host name or an address without a port, `.example.com` for all below it, or `*`",
        HostPatterns::of);
  }

  static SettingType word() {
    return text("a name", "[A-Za-z0-9_.-]{1,63}");
  }

  /** Of visible ASCII characters, as it stands in a header. */
  static SettingType secretOf(int charactersMin, int charactersMax) {
    return new SettingType(
        charactersMin + " to " + charactersMax + " visible ASCII characters",
        Ascii.visible(charactersMin, charactersMax).asMatchPredicate(),
        true);
  }

  static SettingType secret() {
    return new SettingType("text", value -> !value.isEmpty(), true);
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
        && (parts[0].equals("*") || HostSyntax.isNameOrIpv4(parts[0]))
        && isPort(parts[1]);
  }

  static SettingType initialStock() {
    return parsed(LIST_OF + "`SKU=UNITS`, each SKU once", InitialStock::of);
  }

  static SettingType addresses() {
    return parsed(LIST_OF + "an address or a range such as `10.0.0.0/8`", AddressRanges::of);
  }

  private static SettingType list(String element, Predicate<String> allowed) {
    return of(LIST_OF + element, value -> CommaSeparated.of(value).stream().allMatch(allowed));
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
