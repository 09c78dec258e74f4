package orders.gateway.orders.boundary;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import orders.gateway.edge.Caller;
import orders.gateway.edge.OperatorsPort;
import orders.http.FilterOrder;
import orders.http.error.ApiException;
import orders.http.error.HttpError;

/**
 * Lets in who has the operators' role, if callers are known; elsewhere whoever reaches the
 * operators' port, which is opened at the machine itself alone unless told otherwise. At a port
 * that strangers reach, nobody is told that there is such a thing.
 */
@Provider
@OperatorsOnly.Guarded
@ApplicationScoped
@Priority(FilterOrder.AUTHORIZATION)
public class OperatorsOnly implements ContainerRequestFilter {

  /** On what only operators may do. */
  @NameBinding
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.TYPE, ElementType.METHOD})
  public @interface Guarded {}

  @Inject Caller caller;
  @Inject OperatorsPort port;

  @Override
  public void filter(ContainerRequestContext request) {
    boolean atTheirPort = port.isReached();
    if (!(caller.isAnybody() ? atTheirPort : caller.isOperator())) {
      throw new ApiException(atTheirPort ? OrderError.OPERATORS_ONLY : HttpError.NOT_FOUND);
    }
  }
}
