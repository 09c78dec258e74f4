package orders.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Gives every request an id: the caller's {@code X-Request-ID} where it is sane, a new one
 * otherwise. It is returned with every answer, whoever gives it, written into the access log, and
 * passed on to the services called.
 */
public class RequestId extends HttpFilter {

  /** The header's name. */
  public static final String HEADER = "X-Request-ID";

  private static final String ATTRIBUTE = "orders.request-id";
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

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String id = idOf(request);
    response.setHeader(HEADER, id);
    String before = CURRENT.get();
    CURRENT.set(id);
    try {
      chain.doFilter(request, response);
    } finally {
      // threads are pooled: the next request must not inherit this one's id; but the answer to an
      // error may be made while the request is still being worked on
      if (before == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(before);
      }
    }
  }

  /** The same for the whole of a request, which may come by here more than once. */
  private static String idOf(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof String id) {
      return id;
    }
    String sent = request.getHeader(HEADER);
    boolean sane = sent != null && SANE.matcher(sent).matches();
    String id = sane ? sent : UUID.randomUUID().toString();
    request.setAttribute(ATTRIBUTE, id);
    return id;
  }
}
