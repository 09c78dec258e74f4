package orders.http.error;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger.Level;
import orders.context.RequestId;
import orders.http.FilterOrder;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Gives every error the form its client asked for. Whatever else the client accepts, it gets JSON:
 * RFC 9110, section 12.5.1, allows that, and it is worth more to it than a 406.
 */
@Provider
@PreMatching
@ApplicationScoped
@Priority(FilterOrder.PROBLEM_DETAILS)
public class ProblemDetailsFilter implements ContainerRequestFilter, ContainerResponseFilter {
  private static final System.Logger LOG = System.getLogger(ProblemDetailsFilter.class.getName());
  private static final String ACCEPT = "orders.accept";

  @Context HttpServletResponse servletResponse;

  @Inject
  @ConfigProperty(name = "DEBUG")
  boolean debug;

  @Override
  public void filter(ContainerRequestContext request) {
    request.setProperty(ACCEPT, request.getHeaderString(HttpHeaders.ACCEPT));
    request.getHeaders().putSingle(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON);
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getEntity() instanceof ErrorBody error) {
      boolean problem = ErrorBody.isProblemWanted((String) request.getProperty(ACCEPT));
      String type = problem ? ErrorBody.PROBLEM_JSON : MediaType.APPLICATION_JSON;
      response.setEntity(error.toJson(problem), null, MediaType.valueOf(type));
      // past JAX-RS, which would write its Vary over what filters before it wrote into that
      error.headers(request.getMethod()).forEach(servletResponse::addHeader);
      if (debug) {
        String path = request.getUriInfo().getRequestUri().getRawPath();
        Object[] what = {RequestId.current(), request.getMethod(), path, error.detail()};
        LOG.log(Level.WARNING, "Request {0}: {1} {2} refused: {3}", what);
      }
    }
  }
}
