package orders.http;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Set;

/**
 * The one place where an exception becomes an answer. Mapping {@code Throwable} also keeps the
 * server from describing an unexpected exception in a response header.
 */
@Provider
public class ErrorAnswers implements ExceptionMapper<Throwable> {
  private static final System.Logger LOG = System.getLogger(ErrorAnswers.class.getName());

  private static final Map<Integer, String> CODES =
      Map.of(
          400, "BAD_REQUEST",
          404, "NOT_FOUND",
          405, "METHOD_NOT_ALLOWED",
          406, "NOT_ACCEPTABLE",
          413, "PAYLOAD_TOO_LARGE",
          415, "UNSUPPORTED_MEDIA_TYPE",
          500, "INTERNAL_ERROR");

  /** The headers that belong to a status, RFC 9110: 405 says Allow, 415 Accept. */
  private static final Set<String> HEADERS_KEPT = Set.of("Allow", "Accept", "Retry-After");

  @Override
  public Response toResponse(Throwable thrown) {
    if (thrown instanceof Refusal refusal) {
      var answer = answer(refusal.status(), refusal.getMessage());
      refusal.headers().forEach(answer::header);
      return answer.build();
    }
    if (thrown instanceof WebApplicationException web) {
      return answer(web.getResponse());
    }
    if (DatabaseAway.isCauseOf(thrown)) {
      LOG.log(Level.WARNING, "Request {0}: the database is away: {1}", RequestId.current(), thrown);
      return answer(503, "DATABASE_UNAVAILABLE").header("Retry-After", 1).build();
    }
    LOG.log(Level.ERROR, "Request " + RequestId.current() + " failed unexpectedly", thrown);
    return answer(500, "INTERNAL_ERROR").build();
  }

  /**
   * @param status the HTTP status
   * @param detail what the client reads
   * @return an answer with {@code {"detail": ...}} that can take more headers
   */
  public static Response.ResponseBuilder answer(int status, String detail) {
    return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(body(detail));
  }

  static JsonObject body(String detail) {
    return Json.createObjectBuilder().add("detail", detail).build();
  }

  static String codeOf(int status) {
    return CODES.getOrDefault(status, "HTTP_" + status);
  }

  private static Response answer(Response refused) {
    int status = refused.getStatus();
    var answer = answer(status, codeOf(status));
    refused
        .getStringHeaders()
        .forEach(
            (name, values) -> {
              if (HEADERS_KEPT.contains(name)) {
                answer.header(name, String.join(", ", values));
              }
            });
    return answer.build();
  }
}
