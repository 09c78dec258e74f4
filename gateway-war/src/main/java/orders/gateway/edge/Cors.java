package orders.gateway.edge;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import orders.value.CommaSeparated;
import orders.value.Origins;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Lets pages of the origins named in {@code CORS_ALLOWED_ORIGINS} read every answer, whoever gives
 * it (the CORS protocol of the Fetch standard): a page must see that it was refused, and why.
 * Credentials are never granted: there are no cookies here, and a token in a header needs none.
 */
public class Cors extends HttpFilter {
  static final String ORIGIN = "Origin";
  static final String METHOD_ASKED = "Access-Control-Request-Method";

  private static final String VARY = "Vary";
  private static final String VARY_OF_PREFLIGHT = METHOD_ASKED + ", Access-Control-Request-Headers";

  /** What this API reads, and what carries a trace (W3C Trace Context, W3C Baggage). */
  private static final List<String> HEADERS =
      List.of(
          "Accept",
          "Authorization",
          "Content-Type",
          "Idempotency-Key",
          "X-Request-ID",
          "traceparent",
          "tracestate",
          "baggage");

  @Inject
  @ConfigProperty(name = "CORS_ALLOWED_ORIGINS")
  private transient Optional<Origins> origins;

  @Inject
  @ConfigProperty(name = "CORS_ALLOWED_HEADERS")
  private transient Optional<String> moreHeaders;

  private String headers;

  @Override
  public void init() {
    headers =
        Stream.concat(
                HEADERS.stream(),
                moreHeaders.stream().flatMap(list -> CommaSeparated.of(list).stream()))
            .collect(Collectors.joining(", "));
  }

  static boolean isPreflight(String method, @Nullable String origin, @Nullable String methodAsked) {
    return method.equals("OPTIONS") && origin != null && methodAsked != null;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    // an answer to an error comes by here a second time
    if (origins.isPresent() && !response.getHeaders(VARY).contains(ORIGIN)) {
      write(request, response);
    }
    chain.doFilter(request, response);
  }

  private void write(HttpServletRequest request, HttpServletResponse response) {
    String origin = request.getHeader(ORIGIN);
    boolean preflight = isPreflight(request.getMethod(), origin, request.getHeader(METHOD_ASKED));
    // also if nothing is granted: a cache must not answer one origin with what another got
    response.addHeader(VARY, ORIGIN);
    if (preflight) {
      response.addHeader(VARY, VARY_OF_PREFLIGHT);
    }
    if (!origins.orElseThrow().contain(origin)) {
      return;
    }
    response.setHeader("Access-Control-Allow-Origin", origin);
    if (preflight) {
      response.setHeader("Access-Control-Allow-Methods", "GET, POST");
      response.setHeader("Access-Control-Allow-Headers", headers);
      response.setHeader("Access-Control-Max-Age", "600");
    } else {
      response.setHeader(
          "Access-Control-Expose-Headers",
          "Idempotent-Replay, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-ID");
    }
  }
}
