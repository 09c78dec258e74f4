package orders.gateway.edge;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Lets pages of the origins named in {@code CORS_ALLOWED_ORIGINS} call the API from a browser (the
 * CORS protocol of the Fetch standard). Credentials are never granted: there are no cookies here,
 * and a token in a header needs none.
 */
@Provider
@PreMatching
@ApplicationScoped
@Priority(30)
public class Cors implements ContainerRequestFilter, ContainerResponseFilter {
  private static final String ORIGIN = "Origin";
  private static final String METHOD_ASKED = "Access-Control-Request-Method";

  private static final String PREFLIGHT = "orders.cors-preflight";

  @Inject
  @ConfigProperty(name = "CORS_ALLOWED_ORIGINS")
  Optional<List<String>> allowedOrigins;

  private Set<String> origins;

  @PostConstruct
  void read() {
    origins =
        allowedOrigins.orElse(List.of()).stream().map(String::strip).collect(Collectors.toSet());
  }

  @Override
  public void filter(ContainerRequestContext request) {
    boolean preflight =
        request.getMethod().equals("OPTIONS")
            && request.getHeaderString(ORIGIN) != null
            && request.getHeaderString(METHOD_ASKED) != null;
    if (preflight && !origins.isEmpty()) {
      request.setProperty(PREFLIGHT, true);
      request.abortWith(Response.noContent().build());
    }
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (origins.isEmpty()) {
      return;
    }
    var headers = response.getHeaders();
    boolean preflight = request.getProperty(PREFLIGHT) != null;
    // also where nothing is granted: a cache must not answer one origin with what another got
    headers.add(HttpHeaders.VARY, ORIGIN);
    if (preflight) {
      headers.add(HttpHeaders.VARY, METHOD_ASKED + ", Access-Control-Request-Headers");
    }
    String origin = request.getHeaderString(ORIGIN);
    if (origin == null || !origins.contains(origin)) {
      return;
    }
    headers.putSingle("Access-Control-Allow-Origin", origin);
    if (preflight) {
      headers.putSingle("Access-Control-Allow-Methods", "GET, POST");
      headers.putSingle(
          "Access-Control-Allow-Headers",
          "Accept, Authorization, Content-Type, Idempotency-Key, X-Request-ID");
      headers.putSingle("Access-Control-Max-Age", "600");
    } else {
      headers.putSingle(
          "Access-Control-Expose-Headers",
          "Idempotent-Replay, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-ID");
    }
  }
}
