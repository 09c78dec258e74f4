package orders.architecture.sample;

import jakarta.annotation.Priority;
import jakarta.servlet.ServletContext;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;

/** Filters in their place and out of it; the rules must tell them apart. */
public interface Filters {

  /** As it must be. */
  @Priority(SomeOrder.FIRST)
  class InItsPlace implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {}
  }

  /** Beside the one above. */
  @Priority(SomeOrder.FIRST)
  class InAPlaceThatIsTaken implements ContainerResponseFilter {
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {}
  }

  /** In none that can be looked up. */
  @Priority(12345)
  class Somewhere implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {}
  }

  /** Wherever JAX-RS puts it. */
  class Anywhere implements ContainerResponseFilter {
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {}
  }

  /** Named in a descriptor. */
  class First extends HttpFilter {}

  /** Named there after the first. */
  class Second extends HttpFilter {}

  /** Named by itself. */
  @WebFilter("/*")
  class NamesItself extends HttpFilter {}

  /** Brings the first along. */
  class Registers {
    /** At the start. */
    public void start(ServletContext application) {
      application.addFilter("first", First.class);
    }
  }
}
