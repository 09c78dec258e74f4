package orders.gateway.throttle;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import orders.http.FilterOrder;

/**
 * Tells every caller who was let in how much is left, whatever the answer is
 * (draft-ietf-httpapi-ratelimit-headers).
 */
@Provider
@ApplicationScoped
@Priority(FilterOrder.RATE_LIMIT_HEADERS)
public class RateLimitHeaders implements ContainerResponseFilter {
  private static final String ATTRIBUTE = "orders.rate-limited";

  @Inject HttpServletRequest servletRequest;

  /**
   * @param request that was let in
   * @param limited what its answer is to say
   */
  static void tell(HttpServletRequest request, RateLimitResult limited) {
    request.setAttribute(ATTRIBUTE, limited);
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (servletRequest.getAttribute(ATTRIBUTE) instanceof RateLimitResult limited) {
      limited.headers().forEach(response.getHeaders()::putSingle);
    }
  }
}
