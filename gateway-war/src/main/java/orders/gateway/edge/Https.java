package orders.gateway.edge;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;
import orders.http.FilterOrder;
import orders.http.Health;
import orders.http.error.ApiException;
import orders.http.error.HttpError;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Sends clients to HTTPS. TLS ends at a proxy in front; only a trusted one is believed. Health is
 * asked without TLS.
 */
@Provider
@PreMatching
@ApplicationScoped
@Priority(FilterOrder.HTTPS)
public class Https implements ContainerRequestFilter {

  @Inject
  @ConfigProperty(name = "SECURE_SSL_REDIRECT")
  boolean redirect;

  @Inject Caller caller;
  @Inject OperatorsPort operatorsPort;

  @Override
  public void filter(ContainerRequestContext request) {
    boolean health = Health.isAt(request.getUriInfo().getPath());
    // operators ask at the machine itself, where no proxy is
    boolean excepted = health || operatorsPort.isReached();
    if (redirect && !excepted && !caller.usesHttps()) {
      var secure = request.getUriInfo().getRequestUriBuilder().scheme("https").port(-1).build();
      // 308 and not 301: a POST stays one
      throw new ApiException(HttpError.HTTPS_REQUIRED, Map.of(HttpHeaders.LOCATION, secure));
    }
  }
}
