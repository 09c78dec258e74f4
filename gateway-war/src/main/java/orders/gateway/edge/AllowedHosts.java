package orders.gateway.edge;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import orders.http.FilterOrder;
import orders.http.Health;
import orders.http.error.ApiException;
import orders.http.error.HttpError;
import orders.value.HostPatterns;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Answers only under the names that are the gateway's own: a page of a stranger whose name was made
 * to point here is refused (DNS rebinding), and nobody else's name gets into a redirect. Health is
 * asked by load balancers under whatever name.
 */
@Provider
@PreMatching
@ApplicationScoped
@Priority(FilterOrder.ALLOWED_HOSTS)
public class AllowedHosts implements ContainerRequestFilter {
  @Inject
  @ConfigProperty(name = "ALLOWED_HOSTS")
  HostPatterns names;

  @Inject OperatorsPort operatorsPort;

  @Override
  public void filter(ContainerRequestContext request) {
    // operators ask at the machine itself; that port has a rule of its own
    if (names.allowAny() || operatorsPort.isReached()) {
      return;
    }
    List<String> sent = request.getHeaders().get(HttpHeaders.HOST);
    String host = sent == null || sent.size() != 1 ? "" : name(sent.get(0));
    if (!Health.isAt(request.getUriInfo().getPath()) && !names.match(host)) {
      throw new ApiException(HttpError.INVALID_HOST);
    }
  }

  /** Without the port, and without the dot that ends a fully qualified name. */
  private static String name(String host) {
    return host.replaceFirst(":\\d*$", "").replaceFirst("\\.$", "");
  }
}
