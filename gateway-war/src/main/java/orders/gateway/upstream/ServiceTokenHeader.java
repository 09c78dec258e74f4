package orders.gateway.upstream;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Shows inventory and payments that it is the gateway who asks, if {@code SERVICE_TOKEN} is set.
 */
public class ServiceTokenHeader implements ClientRequestFilter {
  private final Optional<String> token =
      ConfigProvider.getConfig().getOptionalValue("SERVICE_TOKEN", String.class);

  @Override
  public void filter(ClientRequestContext request) {
    token.ifPresent(
        secret -> request.getHeaders().putSingle(HttpHeaders.AUTHORIZATION, "Bearer " + secret));
  }
}
