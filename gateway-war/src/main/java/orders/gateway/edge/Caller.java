package orders.gateway.edge;

import inet.ipaddr.IPAddress;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import orders.value.ApiAuth;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Who sends the request, as far as that is known. */
@RequestScoped
public class Caller {
  private static final int NETWORK_BITS = 64;

  @Inject HttpServletRequest request;
  @Inject TrustedProxies proxies;

  @Inject
  @ConfigProperty(name = "API_AUTH")
  ApiAuth auth;

  @Inject
  @ConfigProperty(name = "API_OPERATOR_ROLE")
  String operatorRole;

  private @Nullable User user;

  /**
   * Somebody with a valid token.
   *
   * @param name the token's subject
   * @param groups the token's groups
   */
  public record User(String name, Set<String> groups) {}

  /**
   * @param verified who it is
   */
  public void is(User verified) {
    this.user = verified;
  }

  /**
   * @return whether anybody may come in, so that nobody is told from anybody else
   */
  public boolean isAnybody() {
    return auth == ApiAuth.OFF;
  }

  /**
   * @return the user's name; empty if callers are not known
   */
  public String name() {
    return isAnybody() ? "" : user().name();
  }

  /**
   * @return whether it is a user with the operators' role
   */
  public boolean isOperator() {
    return !isAnybody() && user().groups().contains(operatorRole);
  }

  /**
   * @return whether it may see everybody's orders
   */
  public boolean seesAll() {
    return isAnybody() || isOperator();
  }

  private User user() {
    if (user == null) {
      throw new IllegalStateException("asked for the user before it was known who it is");
    }
    return user;
  }

  /**
   * @return whether it comes by HTTPS, by the word of a trusted proxy: TLS ends there. If two
   *     headers tell, both must say so
   */
  boolean usesHttps() {
    if (!proxies.areAt(request.getRemoteAddr())) {
      return false;
    }
    String older = lastOf("X-Forwarded-Proto");
    String standard = Forwarded.of(all("Forwarded")).proto();
    var said = Stream.of(older, standard).filter(scheme -> !scheme.isEmpty()).toList();
    return !said.isEmpty() && said.stream().allMatch("https"::equalsIgnoreCase);
  }

  /** What the nearest proxy wrote: what stands before it may be the client's own. */
  private String lastOf(String header) {
    String all = String.join(",", all(header));
    return all.substring(all.lastIndexOf(',') + 1).strip();
  }

  private List<String> all(String header) {
    return Collections.list(request.getHeaders(header));
  }

  /**
   * @return what its requests are counted under: the user, or else the address
   */
  public String bucket() {
    return isAnybody() ? addressBucket() : "user:" + user().name();
  }

  /**
   * @return its address; for IPv6 its network, because a single customer has 2^64 addresses
   */
  public String addressBucket() {
    IPAddress address =
        proxies.client(request.getRemoteAddr(), all("X-Forwarded-For"), all("Forwarded"));
    return address.isIPv6()
        ? address.toIPv6().removeZone().toPrefixBlock(NETWORK_BITS).toCanonicalString()
        : address.toCanonicalString();
  }
}
