package orders.value;

import inet.ipaddr.HostName;
import inet.ipaddr.IPAddress;
import java.util.List;
import java.util.Locale;

/** Names of hosts as {@code ALLOWED_HOSTS} has them. */
public final class HostPatterns {
  private static final String ANY = "*";

  private final boolean any;
  private final List<String> patterns;

  private HostPatterns(List<String> all) {
    any = all.contains(ANY);
    patterns = all.stream().filter(pattern -> !pattern.equals(ANY)).toList();
  }

  /**
   * @param list names and addresses, with commas, each without a port and without the dot that may
   *     end it; a name may have a dot before it; {@code *} is any
   * @return them
   * @throws IllegalArgumentException if one is none of these
   */
  public static HostPatterns of(String list) {
    return new HostPatterns(CommaSeparated.of(list).stream().map(HostPatterns::checked).toList());
  }

  private static String checked(String pattern) {
    if (!pattern.equals(ANY)
        && !HostSyntax.isNameOrIpv4(pattern.replaceFirst("^\\.", ""))
        && !HostSyntax.isAddress(pattern)) {
      throw new IllegalArgumentException("'" + pattern + "' is no host");
    }
    return canonical(pattern);
  }

  /**
   * @return whether one of them is {@code *}
   */
  public boolean allowAny() {
    return any;
  }

  /**
   * @param host without a port
   * @return whether one of them is its name; {@code *} is nobody's
   */
  public boolean match(String host) {
    String canonical = canonical(host);
    return patterns.stream().anyMatch(pattern -> matches(pattern, canonical));
  }

  /** As in Django: {@code .example.com} is also all names below it. Both are canonical. */
  private static boolean matches(String pattern, String host) {
    return pattern.equals(host)
        || (pattern.startsWith(".")
            && (host.endsWith(pattern) || host.equals(pattern.substring(1))));
  }

  /** A name is the same in capitals, and an IPv6 address has many spellings. */
  private static String canonical(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    boolean ipv6 = name.contains(":") && HostSyntax.isAddress(name);
    IPAddress address = ipv6 ? new HostName(name).asAddress() : null;
    return address == null ? name : address.toCanonicalString();
  }
}
