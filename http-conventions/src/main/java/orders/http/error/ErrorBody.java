package orders.http.error;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an answer other than 2xx says, in either of its two forms.
 *
 * @param status the HTTP status
 * @param code the stable code
 * @param detail what a person reads: the code itself if there is nothing to add
 * @param problems every wrong field, if the input was bad
 */
public record ErrorBody(
    int status, ErrorCode code, String detail, List<InvalidRequest.Problem> problems) {

  /** RFC 9457. */
  static final String PROBLEM_JSON = "application/problem+json";

  /** Far beyond what any client sends; to take a longer one apart could take very long. */
  private static final int ACCEPT_LENGTH_MAX = 4096;

  /**
   * @param code of what is wrong
   * @return it with nothing to add
   */
  public static ErrorBody of(ErrorCode code) {
    return new ErrorBody(code.status(), code, code.name(), List.of());
  }

  /**
   * @param accept the request's {@code Accept}, or null
   * @return whether the client wants problem details: it names them, and not plain JSON before them
   */
  static boolean isProblemWanted(@Nullable String accept) {
    if (accept == null || accept.length() > ACCEPT_LENGTH_MAX) {
      return false;
    }
    double problem = quality(accept, PROBLEM_JSON);
    return problem > 0 && problem >= quality(accept, MediaType.APPLICATION_JSON);
  }

  /** RFC 9110, section 12.4.2; 0 if the type is not named. */
  private static double quality(String accept, String type) {
    for (String range : accept.toLowerCase(Locale.ROOT).split(",")) {
      String[] parts = range.split(";", -1);
      if (parts[0].strip().equals(type)) {
        return Stream.of(parts)
            .map(String::strip)
            .filter(part -> part.matches("q=[01](\\.\\d{0,3})?"))
            .mapToDouble(part -> Double.parseDouble(part.substring(2)))
            .findFirst()
            .orElse(1);
      }
    }
    return 0;
  }

  /**
   * Answers a request that never comes to JAX-RS.
   *
   * @param request to be answered
   * @param response nothing of which is sent yet
   * @throws IOException if the client has left
   */
  public void write(HttpServletRequest request, HttpServletResponse response) throws IOException {
    boolean problem = isProblemWanted(accepted(request));
    response.setStatus(status);
    response.setContentType(problem ? PROBLEM_JSON : MediaType.APPLICATION_JSON);
    // added: others wrote into Vary too
    headers(request.getMethod()).forEach(response::addHeader);
    code.retryAfterSeconds()
        .ifPresent(seconds -> response.addHeader("Retry-After", Integer.toString(seconds)));
    response.getWriter().print(toJson(problem));
  }

  /** More than one line of it is one list (RFC 9110, section 5.3). */
  private static String accepted(HttpServletRequest request) {
    return String.join(",", Collections.list(request.getHeaders("Accept")));
  }

  /**
   * @param method of the request
   * @return what goes with it, wherever in the server it is answered
   */
  Map<String, String> headers(String method) {
    var headers = new HashMap<String, String>();
    headers.put("Vary", "Accept");
    if (status == 415 && method.equals("POST")) {
      headers.put("Accept-Post", MediaType.APPLICATION_JSON);
    }
    return headers;
  }

  /**
   * @param problem whether as problem details
   * @return {@code {"detail"}}, or {@code {"title", "status", "detail", "code", "errors"}} as RFC
   *     9457 has them; its type is about:blank, which is left out
   */
  JsonObject toJson(boolean problem) {
    var json = Json.createObjectBuilder();
    if (!problem) {
      return json.add("detail", detail).build();
    }
    Response.Status known = Response.Status.fromStatusCode(status);
    json.add("title", known == null ? code.name() : known.getReasonPhrase())
        .add("status", status)
        .add("detail", detail)
        .add("code", code.name());
    if (!problems.isEmpty()) {
      var errors = Json.createArrayBuilder();
      problems.forEach(wrong -> errors.add(wrong.toJson()));
      json.add("errors", errors);
    }
    return json.build();
  }
}
