package orders.gateway.orders.boundary;

import jakarta.annotation.Priority;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import orders.gateway.orders.control.OrderError;
import orders.http.Refusal;

/**
 * Lets in who sits at the machine itself: the peer is its loopback address, and no proxy says that
 * it asks for somebody else. The {@code Host} must be the machine's own name too, or a web page
 * could make an operator's browser ask.
 */
@Provider
@OperatorsOnly.Guarded
@Priority(Priorities.AUTHORIZATION)
public class OperatorsOnly implements ContainerRequestFilter {

  /** On what only operators may do. */
  @NameBinding
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.TYPE, ElementType.METHOD})
  public @interface Guarded {}

  private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  @Context HttpServletRequest servletRequest;

  @Override
  public void filter(ContainerRequestContext request) {
    boolean forwarded =
        request.getHeaders().containsKey("X-Forwarded-For")
            || request.getHeaders().containsKey("Forwarded");
    if (forwarded || !isLoopback(servletRequest.getRemoteAddr()) || !isOwnName(request)) {
      throw new Refusal(OrderError.OPERATORS_ONLY);
    }
  }

  private static boolean isOwnName(ContainerRequestContext request) {
    String host = request.getUriInfo().getRequestUri().getHost();
    return host != null && OWN_NAMES.contains(host);
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
