package orders.gateway.edge;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.Locale;
import java.util.regex.Pattern;
import orders.http.FilterOrder;
import orders.http.Health;
import orders.http.error.ApiException;
import orders.http.error.HttpError;
import orders.value.HostPatterns;
import orders.value.HostSyntax;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Keeps the operators' endpoints to a port of their own, and nothing else there: docs/decisions/
 * 0019. Which port was reached is the connection's word; the {@code Host} is only the client's.
 */
@Provider
@PreMatching
@ApplicationScoped
@Priority(FilterOrder.OPERATORS_PORT)
public class OperatorsPort implements ContainerRequestFilter {
  private static final Pattern OPERATORS_PATH = Pattern.compile("/*api/+admin(/.*)?");

  @Inject HttpServletRequest servletRequest;

  @Inject
  @ConfigProperty(name = "OPERATORS_PORT")
  int port;

  @Inject Caller caller;

  @Inject
  @ConfigProperty(name = "ALLOWED_HOSTS")
  HostPatterns names;

  /**
   * @return whether the request being answered came to that port
   */
  public boolean isReached() {
    return servletRequest.getLocalPort() == port;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    String path = request.getUriInfo().getPath();
    boolean forOperators = OPERATORS_PATH.matcher(path).matches();
    if (isReached()) {
      if (!forOperators && !Health.isAt(path)) {
        throw new ApiException(HttpError.NOT_FOUND);
      }
      refuseForeignPages(request);
    } else if (forOperators && caller.isAnybody()) {
      // as any path that is not there
      throw new ApiException(HttpError.NOT_FOUND);
    }
  }

  /** A web page could make the browser of an operator ask, which is at the machine itself. */
  private void refuseForeignPages(ContainerRequestContext request) {
    String name = servletRequest.getServerName().toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    if (!isOwn(name)) {
      throw new ApiException(HttpError.INVALID_HOST);
    }
    String origin = request.getHeaderString("Origin");
    if (origin != null && !origin.equals("http://" + request.getHeaderString("Host"))) {
      throw new ApiException(HttpError.FORBIDDEN);
    }
  }

  /** An address is no name in the DNS of somebody else, who could make it point here. */
  private boolean isOwn(String name) {
    return name.equals("localhost") || HostSyntax.isAddress(name) || names.match(name);
  }
}
