package orders.http;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * How long the caller waits for the answer: nobody works for one who has left. It says how long,
 * not until when, because its clock may be wrong.
 */
@Provider
@ApplicationScoped
@Priority(FilterOrder.DEADLINE)
public class Deadline implements ContainerRequestFilter, ContainerResponseFilter {

  /** The header's name; its value is a time in milliseconds, counted from the request's arrival. */
  public static final String HEADER = "X-Request-Timeout-Ms";

  private static final ThreadLocal<Long> END_NANOS = new ThreadLocal<>();

  /** A stranger at the gateway has no say in it. */
  @Inject
  @ConfigProperty(name = "service.internal", defaultValue = "false")
  boolean internal;

  @Override
  public void filter(ContainerRequestContext request) {
    String sent = request.getHeaderString(HEADER);
    if (sent == null || !internal) {
      return;
    }
    if (!sent.matches("[0-9]{1,9}")) {
      throw InvalidRequest.header(HEADER, "must be a whole number of milliseconds");
    }
    END_NANOS.set(System.nanoTime() + Duration.ofMillis(Long.parseLong(sent)).toNanos());
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    END_NANOS.remove();
  }

  /**
   * Before work that cannot be taken back.
   *
   * @throws Refusal 503 where the caller has left
   */
  public static void check() {
    Long end = END_NANOS.get();
    if (end != null && end - System.nanoTime() <= 0) {
      throw new Refusal(HttpError.DEADLINE_EXCEEDED);
    }
  }

  /**
   * @param max where the caller does not say
   * @return how long the caller still waits, at most {@code max}
   */
  public static Duration left(Duration max) {
    Long end = END_NANOS.get();
    Duration left = end == null ? max : Duration.ofNanos(end - System.nanoTime());
    return left.compareTo(max) < 0 ? left : max;
  }

  /**
   * @param statement to be run; the database gives it up about when the caller leaves
   * @throws Refusal 503 where the caller has left
   * @throws SQLException as the statement does
   */
  public static void limit(Statement statement) throws SQLException {
    Long end = END_NANOS.get();
    if (end != null) {
      check();
      long leftMs = Duration.ofNanos(end - System.nanoTime()).toMillis();
      statement.setQueryTimeout((int) (leftMs / 1000) + 1);
    }
  }
}
