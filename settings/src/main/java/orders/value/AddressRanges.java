package orders.value;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import inet.ipaddr.IncompatibleAddressException;
import java.util.List;

/**
 * Addresses and ranges of them.
 *
 * @param ranges each an address, or all that begin with its prefix
 */
public record AddressRanges(List<IPAddress> ranges) {

  /** Neither lists nor wildcards nor masks, and no address of one machine alone. */
  private static final IPAddressStringParameters FORM =
      new IPAddressStringParameters.Builder()
          .allowEmpty(false)
          .allowAll(false)
          .allowMask(false)
          .allowWildcardedSeparator(false)
          .allow_inet_aton(false)
          .setRangeOptions(RangeParameters.NO_RANGE)
          .getIPv6AddressParametersBuilder()
          .allowZone(false)
          .getParentBuilder()
          .toParams();

  /**
   * @param list addresses and ranges such as {@code 10.0.0.0/8}, with commas
   * @return them
   * @throws IllegalArgumentException if one is neither
   */
  public static AddressRanges of(String list) {
    return new AddressRanges(CommaSeparated.of(list).stream().map(AddressRanges::range).toList());
  }

  private static IPAddress range(String text) {
    try {
      return ipv4IfMapped(new IPAddressString(text, FORM).toAddress().toPrefixBlock());
    } catch (AddressStringException | IncompatibleAddressException e) {
      throw new IllegalArgumentException("'" + text + "' is no address and no range", e);
    }
  }

  /**
   * @param address of a socket
   * @return the same, as an IPv4 one if it is that: a socket for both families shows an IPv4 peer
   *     as {@code ::ffff:10.0.0.1}
   */
  public static IPAddress ipv4IfMapped(IPAddress address) {
    return address.isIPv6() && address.toIPv6().isIPv4Mapped()
        ? address.toIPv6().getEmbeddedIPv4Address()
        : address;
  }

  /**
   * @param address as {@link #ipv4IfMapped} has it
   * @return whether it is in one of them
   */
  public boolean contain(IPAddress address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }
}
