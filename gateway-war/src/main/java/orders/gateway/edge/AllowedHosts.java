package orders.gateway.edge;

import inet.ipaddr.HostName;
import inet.ipaddr.IPAddress;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import orders.http.Health;
import orders.http.HttpError;
import orders.http.Refusal;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Answers only under the names that are the gateway's own: a page of a stranger whose name was made
 * to point here is refused (DNS rebinding), and nobody else's name gets into a redirect. Health is
 * asked by load balancers under whatever name.
 */
@Provider
@PreMatching
@ApplicationScoped
@Priority(10)
public class AllowedHosts implements ContainerRequestFilter {
  private static final int IPV6_CHARS_MAX = 47;
  private static final Pattern IPV6 = Pattern.compile("\\[?[0-9a-f:.]*:[0-9a-f:.]*]?");

  @Inject
  @ConfigProperty(name = "ALLOWED_HOSTS")
  List<String> allowed;

  @Inject OperatorsPort operatorsPort;

  private boolean anyHost;

  @PostConstruct
  void read() {
    anyHost = allowed.contains("*");
  }

  @Override
  public void filter(ContainerRequestContext request) {
    // operators ask at the machine itself; that port has a rule of its own
    if (anyHost || operatorsPort.isReached()) {
      return;
    }
    List<String> sent = request.getHeaders().get(HttpHeaders.HOST);
    String host = sent == null || sent.size() != 1 ? "" : name(sent.get(0));
    boolean health = Health.isAt(request.getUriInfo().getPath());
    if (!health && allowed.stream().noneMatch(pattern -> matches(pattern.strip(), host))) {
      throw new Refusal(HttpError.INVALID_HOST);
    }
  }

  /** Without the port, and without the dot that ends a fully qualified name. */
  private static String name(String host) {
    return host.toLowerCase(Locale.ROOT).replaceFirst(":\\d*$", "").replaceFirst("\\.$", "");
  }

  /** As in Django: {@code *} is any, {@code .example.com} also all names below it. */
  static boolean matches(String pattern, String host) {
    String name = pattern.toLowerCase(Locale.ROOT);
    return name.equals("*")
        || canonical(name).equals(canonical(host))
        || (name.startsWith(".") && (host.endsWith(name) || host.equals(name.substring(1))));
  }

  /** An IPv6 address has many spellings. */
  private static String canonical(String name) {
    boolean ipv6 = name.length() <= IPV6_CHARS_MAX && IPV6.matcher(name).matches();
    IPAddress address = ipv6 ? new HostName(name).asAddress() : null;
    return address == null ? name : address.toCanonicalString();
  }
}
