package orders.http.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import orders.http.FilterOrder;
import orders.http.Health;
import orders.http.error.ApiException;
import orders.http.error.HttpError;
import orders.json.Sha256;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Lets into an internal service only who knows {@code SERVICE_TOKEN}, if that is set; on every path
 * but health, so that a new resource is closed and not open by mistake.
 */
@Provider
@PreMatching
@ApplicationScoped
@Priority(FilterOrder.SERVICE_TOKEN)
public class ServiceToken implements ContainerRequestFilter {
  @Inject
  @ConfigProperty(name = "SERVICE_TOKEN")
  Optional<String> token;

  /** In the application's own properties: the gateway is for strangers too. */
  @Inject
  @ConfigProperty(name = "service.internal")
  boolean internal;

  @Override
  public void filter(ContainerRequestContext request) {
    boolean health = Health.isAt(request.getUriInfo().getPath());
    if (internal && token.isPresent() && !health && !isSent(request)) {
      throw new ApiException(
          HttpError.UNAUTHENTICATED, Map.of(HttpHeaders.WWW_AUTHENTICATE, "Bearer"));
    }
  }

  private boolean isSent(ContainerRequestContext request) {
    // digests, or the time would tell the length
    return BearerToken.sentWith(request)
        .filter(sent -> MessageDigest.isEqual(digest(sent), digest(token.orElseThrow())))
        .isPresent();
  }

  private static byte[] digest(String text) {
    return Sha256.of(text.getBytes(UTF_8));
  }
}
