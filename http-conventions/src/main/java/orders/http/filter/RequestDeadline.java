package orders.http.filter;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import java.time.Duration;
import orders.context.Deadline;
import orders.http.FilterOrder;
import orders.http.error.InvalidRequest;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * How long the caller waits for the answer: nobody works for one who has left. It says how long,
 * not until when, because its clock may be wrong.
 */
@Provider
@ApplicationScoped
@Priority(FilterOrder.DEADLINE)
public class RequestDeadline implements ContainerRequestFilter, ContainerResponseFilter {

  /** The header's name; its value is a time in milliseconds, counted from the request's arrival. */
  public static final String HEADER = "X-Request-Timeout-Ms";

  /** A stranger at the gateway has no say in it. */
  @Inject
  @ConfigProperty(name = "service.internal")
  boolean internal;

  @Override
  public void filter(ContainerRequestContext request) {
    // an error that no answer came of may have left the last one's
    Deadline.end();
    String sent = request.getHeaderString(HEADER);
    if (sent == null || !internal) {
      return;
    }
    if (!sent.matches("[0-9]{1,9}")) {
      throw InvalidRequest.header(HEADER, "must be a whole number of milliseconds");
    }
    Deadline.begin(Duration.ofMillis(Long.parseLong(sent)));
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    Deadline.end();
  }
}
