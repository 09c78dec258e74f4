package orders.gateway.edge;

import inet.ipaddr.HostName;
import inet.ipaddr.IPAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import orders.value.AddressRanges;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The proxies whose word counts on where a request comes from. Nobody else's does. */
@ApplicationScoped
public class TrustedProxies {
  private AddressRanges proxies;

  /** For the proxy, whose fields nobody reads. */
  @SuppressWarnings("NullAway.Init")
  protected TrustedProxies() {}

  /**
   * @param proxies where they are; empty if there are none
   */
  @Inject
  public TrustedProxies(@ConfigProperty(name = "TRUSTED_PROXIES") Optional<AddressRanges> proxies) {
    this.proxies = proxies.orElse(new AddressRanges(List.of()));
  }

  /**
   * @param address of a peer
   * @return whether it is one of theirs
   */
  boolean areAt(String address) {
    return address(address).filter(proxies::contain).isPresent();
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
    if (!proxies.contain(nearest)) {
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
    for (int i = hops.size() - 1; i >= 0 && proxies.contain(client); i--) {
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
    return Optional.of(AddressRanges.ipv4IfMapped(address));
  }
}
