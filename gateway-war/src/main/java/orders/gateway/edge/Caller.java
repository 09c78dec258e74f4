package orders.gateway.edge;

import inet.ipaddr.IPAddress;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;

/** Who sends the request, as far as that is known. */
@RequestScoped
public class Caller {
  private static final int NETWORK_BITS = 64;

  @Inject HttpServletRequest request;
  @Inject TrustedProxies proxies;

  /**
   * @return what its requests are counted under: its address; for IPv6 its network, because a
   *     single customer has 2^64 addresses
   */
  public String bucket() {
    IPAddress address =
        proxies.client(
            request.getRemoteAddr(), Collections.list(request.getHeaders("X-Forwarded-For")));
    return address.isIPv6()
        ? address.toIPv6().removeZone().toPrefixBlock(NETWORK_BITS).toCanonicalString()
        : address.toCanonicalString();
  }
}
