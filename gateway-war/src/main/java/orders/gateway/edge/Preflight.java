package orders.gateway.edge;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import orders.http.FilterOrder;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Answers a browser that asks whether a page may call; what it may is in the headers that {@link
 * Cors} wrote. After the checks of the host and of HTTPS: what they refuse is refused here too.
 */
@Provider
@PreMatching
@ApplicationScoped
@Priority(FilterOrder.PREFLIGHT)
public class Preflight implements ContainerRequestFilter {
  private boolean answered;

  @PostConstruct
  void read() {
    answered = !Cors.origins(ConfigProvider.getConfig()).isEmpty();
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (answered
        && Cors.isPreflight(
            request.getMethod(),
            request.getHeaderString(Cors.ORIGIN),
            request.getHeaderString(Cors.METHOD_ASKED))) {
      request.abortWith(Response.noContent().build());
    }
  }
}
