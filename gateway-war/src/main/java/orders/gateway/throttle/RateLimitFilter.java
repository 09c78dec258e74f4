package orders.gateway.throttle;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import orders.gateway.edge.Caller;
import orders.http.FilterOrder;
import orders.http.error.ApiException;
import orders.http.error.HttpError;

/**
 * Refuses a caller who asks too much, before the body is read or a database asked, and tells every
 * caller how much is left (draft-ietf-httpapi-ratelimit-headers).
 */
@Provider
@RateLimited
@ApplicationScoped
@Priority(FilterOrder.RATE_LIMIT)
public class RateLimitFilter implements ContainerRequestFilter, ContainerResponseFilter {
  private static final String LIMITED = "orders.rate-limited";

  @Inject RateLimiter rateLimiter;
  @Inject Caller caller;
  @Context ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext request) {
    Scope scope = resource.getResourceMethod().getAnnotation(RateLimited.class).value();
    rateLimiter.admit(scope, caller.bucket()).ifPresent(limited -> check(request, limited));
  }

  private static void check(ContainerRequestContext request, RateLimitResult limited) {
    if (!limited.decision().admitted()) {
      throw new ApiException(HttpError.RATE_LIMITED, limited.headers());
    }
    request.setProperty(LIMITED, limited);
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getProperty(LIMITED) instanceof RateLimitResult limited) {
      limited.headers().forEach(response.getHeaders()::putSingle);
    }
  }
}
