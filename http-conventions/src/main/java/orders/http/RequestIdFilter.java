package orders.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;
import orders.context.RequestId;

/**
 * Gives every request an id: the caller's {@code X-Request-ID} if it is sane, a new one otherwise.
 * It is returned with every answer, whoever gives it, written into the access log, and passed on to
 * the services called.
 */
public class RequestIdFilter extends HttpFilter {

  /** The header's name. */
  public static final String HEADER = "X-Request-ID";

  private static final String ATTRIBUTE = "orders.request-id";
  private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String id = idOf(request);
    response.setHeader(HEADER, id);
    Runnable end = RequestId.begin(id);
    try {
      chain.doFilter(request, response);
    } finally {
      end.run();
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
