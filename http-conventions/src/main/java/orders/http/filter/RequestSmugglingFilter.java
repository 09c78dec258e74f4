package orders.http.filter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import orders.http.body.ContentType;
import orders.http.error.ErrorBody;
import orders.http.error.HttpError;

/**
 * Refuses what a proxy in front and this server could read differently (RFC 9112, sections 3.2 and
 * 6.3): the server itself takes the first of two, or none. What it drops before anybody sees it is
 * listed in docs/decisions/0010.
 */
public class RequestSmugglingFilter extends HttpFilter {
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");
  private static final Set<String> PROTOCOLS = Set.of("HTTP/1.0", "HTTP/1.1");
  private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "OPTIONS", "DELETE");
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
  private static final Pattern PLAIN_PATH = Pattern.compile("[A-Za-z0-9/_-]*");

  /** RFC 1035, section 2.3.4, and a port. */
  private static final int HOST_LENGTH_MAX = 255 + 6;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Optional<HttpError> wrong = wrong(request);
    if (wrong.isPresent()) {
      // nobody knows where the next request begins
      response.setHeader("Connection", "close");
      ErrorBody.of(wrong.get()).write(request, response);
      return;
    }
    boolean lengthUnknown =
        request.getHeader("Content-Length") == null
            && request.getHeader("Transfer-Encoding") == null;
    if (lengthUnknown && !WITHOUT_BODY.contains(request.getMethod())) {
      // the server drops a length that is no number: what follows could be a body
      response.setHeader("Connection", "close");
    }
    chain.doFilter(request, response);
  }

  private static Optional<HttpError> wrong(HttpServletRequest request) {
    if (!PROTOCOLS.contains(request.getProtocol())) {
      return Optional.of(HttpError.HTTP_VERSION_NOT_SUPPORTED);
    }
    if (!isHostClear(request)) {
      return Optional.of(HttpError.INVALID_HOST);
    }
    if (!isUri(request) || !isLengthClear(request)) {
      return Optional.of(HttpError.BAD_REQUEST);
    }
    List<String> types = all(request, "Content-Type");
    // JAX-RS fails on it with a stack trace
    return types.size() > 1 || types.stream().anyMatch(type -> ContentType.of(type).isEmpty())
        ? Optional.of(HttpError.UNSUPPORTED_MEDIA_TYPE)
        : Optional.empty();
  }

  /** Whatever looks at the URI further in would fail on it (RFC 3986). */
  private static boolean isUri(HttpServletRequest request) {
    if (request.getRequestURI().indexOf(';') >= 0) {
      // parameters of a path's segment: JAX-RS takes them away, a proxy's rules for paths do not
      return false;
    }
    String query = request.getQueryString();
    if (query == null && PLAIN_PATH.matcher(request.getRequestURI()).matches()) {
      return true;
    }
    try {
      return new URI(request.getRequestURI() + (query == null ? "" : "?" + query)) != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean isHostClear(HttpServletRequest request) {
    List<String> hosts = all(request, "Host");
    if (hosts.isEmpty()) {
      return request.getProtocol().equals("HTTP/1.0");
    }
    String host = hosts.get(0);
    // "GET http://other/ HTTP/1.1": the target's host would win, and get into a redirect
    return hosts.size() == 1
        && host.length() <= HOST_LENGTH_MAX
        && HOST.matcher(host).matches()
        && isNamedIn(host, request.getServerName());
  }

  private static boolean isNamedIn(String host, String name) {
    int begin = host.startsWith("[") && !name.startsWith("[") ? 1 : 0;
    return host.regionMatches(true, begin, name, 0, name.length())
        && (host.length() == begin + name.length()
            || ":]".indexOf(host.charAt(begin + name.length())) >= 0);
  }

  private static boolean isLengthClear(HttpServletRequest request) {
    List<String> lengths = all(request, "Content-Length");
    List<String> codings = all(request, "Transfer-Encoding");
    boolean ofHttp10 = request.getProtocol().equals("HTTP/1.0");
    return lengths.size() <= 1
        && lengths.stream().allMatch(LENGTH.asMatchPredicate())
        && codings.size() <= 1
        && codings.stream().allMatch("chunked"::equalsIgnoreCase)
        && (codings.isEmpty() || (lengths.isEmpty() && !ofHttp10));
  }

  private static List<String> all(HttpServletRequest request, String header) {
    return Collections.list(request.getHeaders(header));
  }
}
