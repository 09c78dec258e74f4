package orders.gateway.orders.boundary;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
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
import java.util.Locale;
import java.util.Set;
import orders.gateway.edge.Caller;
import orders.gateway.orders.control.OrderError;
import orders.http.Refusal;

/**
 * Lets in who has the operators' role, where callers are known. Elsewhere who sits at the machine
 * itself: the peer is its loopback address, and no proxy says that it asks for somebody else. The
 * {@code Host} must be the machine's own name then, or a web page could make an operator's browser
 * ask.
 */
@Provider
@OperatorsOnly.Guarded
@ApplicationScoped
@Priority(Priorities.AUTHORIZATION)
public class OperatorsOnly implements ContainerRequestFilter {

  /** On what only operators may do. */
  @NameBinding
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.TYPE, ElementType.METHOD})
  public @interface Guarded {}

  private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
  private static final Set<String> OF_PROXIES =
      Set.of(
          "X-Forwarded-For",
          "X-Forwarded-Host",
          "X-Forwarded-Proto",
          "X-Real-IP",
          "Forwarded",
          "Via");

  @Context HttpServletRequest servletRequest;
  @Inject Caller caller;

  @Override
  public void filter(ContainerRequestContext request) {
    if (!(caller.isAnybody() ? isAtTheMachine(request) : caller.isOperator())) {
      throw new Refusal(OrderError.OPERATORS_ONLY);
    }
  }

  private boolean isAtTheMachine(ContainerRequestContext request) {
    String name = servletRequest.getServerName().toLowerCase(Locale.ROOT);
    return OF_PROXIES.stream().noneMatch(request.getHeaders()::containsKey)
        && OWN_NAMES.contains(name.replaceFirst("\\.$", ""))
        && isLoopback(servletRequest.getRemoteAddr());
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
