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
import java.util.List;
import java.util.Map;
import orders.gateway.edge.Caller;
import orders.gateway.throttle.RateLimitResult;
import orders.gateway.throttle.RateLimiter;
import orders.gateway.throttle.Scope;
import orders.http.FilterOrder;
import orders.http.Health;
import orders.http.error.ApiException;
import orders.http.error.HttpError;

/**
 * Lets in who brings a valid bearer token (RFC 6750), if {@code API_AUTH=jwt}; everybody if it is
 * off. A class is spared, not a path: paths can be written in many ways.
 */
@Provider
@ApplicationScoped
@Priority(FilterOrder.AUTHENTICATION)
public class Authentication implements ContainerRequestFilter {
  private static final String SCHEME = "Bearer ";

  @Inject Tokens tokens;
  @Inject Caller caller;
  @Inject RateLimiter rateLimiter;
  @Context ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext request) {
    if (!tokens.areRequired() || resource.getResourceClass() == Health.class) {
      return;
    }
    List<String> sent = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
    if (sent == null || sent.isEmpty()) {
      throw new ApiException(
          HttpError.UNAUTHENTICATED, Map.of(HttpHeaders.WWW_AUTHENTICATE, "Bearer"));
    }
    // two headers: a proxy may have checked the one, and this class the other
    if (sent.size() > 1 || !sent.get(0).regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw invalid();
    }
    var user = tokens.verified(sent.get(0).substring(SCHEME.length()).strip());
    caller.is(user.orElseThrow(this::invalid));
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
