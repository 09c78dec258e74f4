package orders.value;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** What a host may be called (RFC 952, RFC 1123), with the underscore that many names have. */
public final class HostSyntax {
  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

  /** The last label is not all digits, or it would be an address. */
  private static final Pattern NAME = Pattern.compile("([\\w-]+\\.)*(?!\\d+$)[\\w-]+");

  private static final int HOST_CHARS_MAX = 255;

  private HostSyntax() {}

  /**
   * @param text any
   * @return whether it is a name, perhaps with the dot that may end it, or an address. A colon is
   *     part of an IPv6 address, or comes before a port, which is none of the host
   */
  public static boolean isHost(String text) {
    return isNameOrIpv4(text.replaceFirst("\\.$", "")) || isIpv6(text);
  }

  /**
   * @param text any
   * @return whether it is a name without a dot at its end, or an IPv4 address
   */
  public static boolean isNameOrIpv4(String text) {
    return text.length() <= HOST_CHARS_MAX
        && (NAME.matcher(text).matches() || IPV4.matcher(text).matches());
  }

  /**
   * @param text any
   * @return whether it is an address; an IPv6 one may stand in brackets, as before a port
   */
  public static boolean isAddress(String text) {
    return IPV4.matcher(text).matches() || isIpv6(text.replaceFirst("^\\[(.*)]$", "$1"));
  }

  private static boolean isIpv6(String text) {
    try {
      // with a colon it is never looked up in the DNS
      return text.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*") && InetAddress.getByName(text) != null;
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
