package orders.settings;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Health, metrics and the API page, for those who come to the management port under a {@code Host}
 * that led them elsewhere: docs/decisions/0020. Here because both the services and the embedded
 * ones need it.
 */
public final class ManagementHost {
  /** The alias of management-host in the servers' configuration, and nobody's real name. */
  private static final String NAME = "management.internal:1";

  /** The API page is in default_host, which has what is asked under a name that is nobody's. */
  private static final String NOBODY = "nobody.internal:1";

  private static final Pattern API_PAGE = Pattern.compile("/openapi(/.*)?");

  private static final Set<String> READING = Set.of("GET", "HEAD");
  private static final int ANSWER_MS_MAX = 10_000;

  private ManagementHost() {}

  /**
   * Asks the port that was reached as if it was a proxy: then the target's host counts.
   *
   * @param request that came to the management port
   * @param response gets the answer
   * @return whether there was one; otherwise nothing was written
   * @throws IOException if the client has left
   */
  public static boolean answer(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean page = API_PAGE.matcher(request.getRequestURI()).matches();
    // who comes under that name came from here, and found no page
    boolean reading =
        READING.contains(request.getMethod()) && !NOBODY.startsWith(request.getServerName() + ":");
    return reading && answer(page ? NOBODY : NAME, request, response);
  }

  private static boolean answer(
      String name, HttpServletRequest request, HttpServletResponse response) throws IOException {
    String query = request.getQueryString();
    String target = request.getRequestURI() + (query == null ? "" : "?" + query);
    var port = new InetSocketAddress(request.getLocalAddr(), request.getLocalPort());
    HttpURLConnection answer;
    try {
      var url = new URI("http://" + name + target).toURL();
      answer = (HttpURLConnection) url.openConnection(new Proxy(Proxy.Type.HTTP, port));
      answer.setRequestMethod(request.getMethod());
    } catch (URISyntaxException e) {
      return false;
    }
    answer.setConnectTimeout(ANSWER_MS_MAX);
    answer.setReadTimeout(ANSWER_MS_MAX);
    String accept = request.getHeader("Accept");
    if (accept != null) {
      answer.setRequestProperty("Accept", accept);
    }
    int status = answer.getResponseCode();
    if (status == HttpServletResponse.SC_NOT_FOUND) {
      return false;
    }
    response.setStatus(status);
    response.setContentType(answer.getContentType());
    try (InputStream body = status < 400 ? answer.getInputStream() : answer.getErrorStream()) {
      if (body != null) {
        body.transferTo(response.getOutputStream());
      }
    }
    return true;
  }
}
