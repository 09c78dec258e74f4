package orders.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Gives every request an id: the caller's {@code X-Request-ID} where it is sane, a new one
 * otherwise. It is returned, written into the access log, and passed on to the services called.
 */
@Provider
@PreMatching
@Priority(1)
public class RequestId implements ContainerRequestFilter, ContainerResponseFilter {

  /** The header's name. */
  public static final String HEADER = "X-Request-ID";

  private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
  private static final ThreadLocal<String> CURRENT = new ThreadLocal<>();

  /**
   * @param id for work that no request waits for
   * @param work that is logged and passed on under it
   */
  public static void during(String id, Runnable work) {
    CURRENT.set(id);
    try {
      work.run();
    } finally {
      CURRENT.remove();
    }
  }

  /**
   * @return the id of the request that this thread is answering; a new one outside a request
   */
  public static String current() {
    String id = CURRENT.get();
    return id == null ? UUID.randomUUID().toString() : id;
  }

  /** What the client sent where it is sane, or a new one. */
  static String of(String sent) {
    boolean sane = sent != null && SANE.matcher(sent).matches();
    return sane ? sent : UUID.randomUUID().toString();
  }

  @Override
  public void filter(ContainerRequestContext request) {
    String id = of(request.getHeaderString(HEADER));
    request.setProperty(HEADER, id);
    CURRENT.set(id);
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    Object id = request.getProperty(HEADER);
    if (id != null) {
      response.getHeaders().putSingle(HEADER, id);
    }
    // threads are pooled: the next request must not inherit this one's id
    CURRENT.remove();
  }
}
