package orders.gateway.edge;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;
import orders.http.FilterOrder;
import orders.value.Origins;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Answers a browser that asks whether a page may call; what it may is in the headers that {@link
 * Cors} wrote. After the checks of the host and of HTTPS: what they refuse is refused here too.
 */
@Provider
@PreMatching
@ApplicationScoped
@Priority(FilterOrder.PREFLIGHT)
public class Preflight implements ContainerRequestFilter {

  @Inject
  @ConfigProperty(name = "CORS_ALLOWED_ORIGINS")
  Optional<Origins> origins;

  @Override
  public void filter(ContainerRequestContext request) {
    if (origins.isPresent()
        && Cors.isPreflight(
            request.getMethod(),
            request.getHeaderString(Cors.ORIGIN),
            request.getHeaderString(Cors.METHOD_ASKED))) {
      request.abortWith(Response.noContent().build());
    }
  }
}
