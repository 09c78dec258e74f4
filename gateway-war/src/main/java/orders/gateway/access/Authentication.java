package orders.gateway.access;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;
import orders.gateway.edge.Caller;
import orders.gateway.throttle.RateLimitResult;
import orders.gateway.throttle.RateLimiter;
import orders.gateway.throttle.Scope;
import orders.http.FilterOrder;
import orders.http.Health;
import orders.http.error.ApiException;
import orders.http.error.HttpError;
import orders.http.filter.BearerToken;

/**
 * Lets in who brings a valid bearer token (RFC 6750), if {@code API_AUTH=jwt}; everybody if it is
 * off. A class is spared, not a path: paths can be written in many ways.
 */
@Provider
@ApplicationScoped
@Priority(FilterOrder.AUTHENTICATION)
public class Authentication implements ContainerRequestFilter {
  @Inject Tokens tokens;
  @Inject Caller caller;
  @Inject RateLimiter rateLimiter;
  @Context ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext request) {
    if (!tokens.areRequired() || resource.getResourceClass() == Health.class) {
      return;
    }
    if (request.getHeaderString(HttpHeaders.AUTHORIZATION) == null) {
      throw new ApiException(
          HttpError.UNAUTHENTICATED, Map.of(HttpHeaders.WWW_AUTHENTICATE, "Bearer"));
    }
    String token = BearerToken.sentWith(request).orElseThrow(this::invalid);
    caller.is(tokens.verified(token).orElseThrow(this::invalid));
  }

  /** Who tries tokens out gets few tries. */
  private ApiException invalid() {
    return rateLimiter
        .admit(Scope.AUTH_FAILURES, caller.addressBucket())
        .flatMap(RateLimitResult::refusal)
        .orElseGet(
            () ->
                new ApiException(
                    HttpError.UNAUTHENTICATED,
                    Map.of(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"")));
  }
}
