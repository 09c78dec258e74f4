package orders.http.filter;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Optional;

/** The token in a request's {@code Authorization} (RFC 6750, section 2.1). */
public final class BearerToken {
  private static final String SCHEME = "Bearer ";

  private BearerToken() {}

  /**
   * @param request any
   * @return its token; empty if it has none, or more than one such header: somebody in between may
   *     have checked the one, and we the other
   */
  public static Optional<String> sentWith(ContainerRequestContext request) {
    List<String> sent = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
    if (sent == null
        || sent.size() != 1
        || !sent.get(0).regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    return Optional.of(sent.get(0).substring(SCHEME.length()).strip());
  }
}
