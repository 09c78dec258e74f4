package orders.gateway.throttle;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import orders.gateway.edge.Caller;
import orders.http.body.BodyAdmission;
import orders.http.error.ApiException;

/**
 * Does not read the body of a request that would be refused after it: a flood of large or slow
 * bodies costs neither memory nor time. It looks at this gateway's own log and counts nothing, so
 * it refuses nobody whom {@link RateLimitInterceptor} would let in. If callers have tokens these
 * are not known yet, and many may come from one address: then it lets everybody pass.
 */
@ApplicationScoped
public class ThrottledBodies implements BodyAdmission {
  private static final String ORDERS = "/api/orders";

  @Inject RateLimiter rateLimiter;
  @Inject Caller caller;

  @Override
  public Optional<ApiException> refusal(HttpServletRequest request) {
    if (!caller.isAnybody()) {
      return Optional.empty();
    }
    return scope(request)
        .flatMap(scope -> rateLimiter.exhausted(scope, caller.addressBucket()))
        .flatMap(RateLimitResult::refusal);
  }

  /** As the resource's methods say; no method is known yet. */
  private static Optional<Scope> scope(HttpServletRequest request) {
    String path = request.getRequestURI();
    boolean changes = request.getMethod().equals("POST");
    if (path.equals(ORDERS) || path.equals(ORDERS + "/")) {
      return Optional.of(changes ? Scope.ORDERS_CREATE : Scope.ORDERS_LIST);
    }
    return path.startsWith(ORDERS + "/")
        ? Optional.of(changes ? Scope.ORDERS_CHANGE : Scope.ORDERS_DETAIL)
        : Optional.empty();
  }
}
