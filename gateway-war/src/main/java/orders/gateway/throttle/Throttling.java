package orders.gateway.throttle;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import orders.gateway.edge.Caller;
import orders.http.HttpError;
import orders.http.Refusal;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/**
 * Refuses a caller who asks too much, before the body is read or a database asked, and tells every
 * caller how much is left (draft-ietf-httpapi-ratelimit-headers).
 */
@Provider
@Throttled
@ApplicationScoped
@Priority(Priorities.AUTHORIZATION + 10)
public class Throttling implements ContainerRequestFilter, ContainerResponseFilter {
  private static final String LIMITED = "orders.rate-limited";

  @Inject Throttle throttle;
  @Inject Caller caller;
  @Inject MetricRegistry metrics;
  @Context ResourceInfo resource;

  private record Limited(Scope scope, Rate rate, Decision decision) {}

  @Override
  public void filter(ContainerRequestContext request) {
    Scope scope = resource.getResourceMethod().getAnnotation(Throttled.class).value();
    throttle.rate(scope).ifPresent(rate -> admit(request, scope, rate));
  }

  private void admit(ContainerRequestContext request, Scope scope, Rate rate) {
    Decision decision = throttle.admit(scope, caller.bucket(), rate);
    request.setProperty(LIMITED, new Limited(scope, rate, decision));
    if (!decision.admitted()) {
      metrics.counter("throttled_requests", new Tag("scope", scope.label())).inc();
      throw new Refusal(
          HttpError.RATE_LIMITED, java.util.Map.of("Retry-After", decision.nextSeconds()));
    }
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getProperty(LIMITED) instanceof Limited limited) {
      String name = '"' + limited.scope().label() + '"';
      Rate rate = limited.rate();
      Decision decision = limited.decision();
      var headers = response.getHeaders();
      headers.putSingle(
          "RateLimit-Policy",
          "%s;q=%d;w=%d".formatted(name, rate.limit(), rate.window().toSeconds()));
      headers.putSingle(
          "RateLimit",
          "%s;r=%d;t=%d".formatted(name, decision.remaining(), decision.nextSeconds()));
    }
  }
}
