package orders.gateway.sample;

import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;

/** A filter whose place nobody can look up. */
@Priority(12345)
public class FilterSomewhere implements ContainerRequestFilter {

  @Override
  public void filter(ContainerRequestContext request) {}
}
