package orders.gateway.edge;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.HostName;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import inet.ipaddr.IncompatibleAddressException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The proxies whose word counts on where a request comes from. Nobody else's does. */
@ApplicationScoped
public class TrustedProxies {
  private static final IPAddressStringParameters RANGE =
      new IPAddressStringParameters.Builder()
          .allowEmpty(false)
          .allowAll(false)
          .allowWildcardedSeparator(false)
          .allow_inet_aton(false)
          .toParams();

  private final List<IPAddress> ranges = new ArrayList<>();

  /** For the proxy. */
  protected TrustedProxies() {}

  /**
   * @param proxies addresses and ranges such as {@code 10.0.0.0/8}, with commas between
   * @throws IllegalArgumentException if one is neither
   */
  @Inject
  public TrustedProxies(@ConfigProperty(name = "TRUSTED_PROXIES") Optional<List<String>> proxies) {
    proxies.orElse(List.of()).forEach(range -> ranges.add(range(range.strip())));
  }

  static IPAddress range(String text) {
    try {
      return ipv4WhereMapped(new IPAddressString(text, RANGE).toAddress().toPrefixBlock());
    } catch (AddressStringException | IncompatibleAddressException e) {
      throw new IllegalArgumentException("'" + text + "' is no address and no range", e);
    }
  }

  /**
   * @param address of a peer
   * @return whether it is one of theirs
   */
  boolean areAt(String address) {
    return address(address).filter(this::include).isPresent();
  }

  private boolean include(IPAddress address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }

  /**
   * @param peer the address at the other end of the connection
   * @param forwardedFor the values of all {@code X-Forwarded-For} headers, in their order
   * @param forwarded the values of all {@code Forwarded} headers, in their order
   * @return the last address that no trusted proxy wrote down for itself; the peer's if it is none
   *     of them, and if the two headers name two clients: the proxies write one of them, the other
   *     is the client's own, and nobody can tell which (docs/decisions/0018)
   */
  IPAddress client(String peer, List<String> forwardedFor, List<String> forwarded) {
    IPAddress nearest = address(peer).orElseThrow();
    if (!include(nearest)) {
      return nearest;
    }
    IPAddress older = walk(nearest, List.of(String.join(",", forwardedFor).split(",")));
    if (forwarded.isEmpty()) {
      return older;
    }
    IPAddress standard = walk(nearest, Forwarded.of(forwarded).nodes());
    return forwardedFor.isEmpty() || older.equals(standard) ? standard : nearest;
  }

  private IPAddress walk(IPAddress nearest, List<String> hops) {
    IPAddress client = nearest;
    for (int i = hops.size() - 1; i >= 0 && include(client); i--) {
      Optional<IPAddress> hop = address(hops.get(i).strip());
      if (hop.isEmpty()) {
        break;
      }
      client = hop.get();
    }
    return client;
  }

  /** Never asks the DNS: a name is no address. */
  private static Optional<IPAddress> address(String text) {
    if (text.isEmpty() || text.length() > 64) {
      return Optional.empty();
    }
    IPAddress address = new HostName(text).asAddress();
    if (address == null || address.isMultiple()) {
      return Optional.empty();
    }
    return Optional.of(ipv4WhereMapped(address));
  }

  /** A socket for both families shows an IPv4 peer as {@code ::ffff:10.0.0.1}. */
  private static IPAddress ipv4WhereMapped(IPAddress address) {
    return address.isIPv6() && address.toIPv6().isIPv4Mapped()
        ? address.toIPv6().getEmbeddedIPv4Address()
        : address;
  }
}
