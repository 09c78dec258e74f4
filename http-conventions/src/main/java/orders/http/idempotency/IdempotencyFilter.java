package orders.http.idempotency;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import orders.http.FilterOrder;

/**
 * Checks the form of the {@code Idempotency-Key}, before a resource reads the body. Whether the key
 * was used before, and for what, the record decides by one unique index as it is written: to look
 * it up here first would cost a query, and prove nothing a moment later.
 */
@Provider
@Idempotent
@ApplicationScoped
@Priority(FilterOrder.IDEMPOTENCY_KEY)
public class IdempotencyFilter implements ContainerRequestFilter {

  @Inject IdempotencyKey key;

  @Override
  public void filter(ContainerRequestContext request) {
    key.read(request.getHeaders().get(IdempotencyKey.HEADER));
  }
}
