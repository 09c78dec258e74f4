package orders.http.error;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import orders.context.DeadlineExceeded;
import orders.context.RequestId;
import orders.database.DatabaseAway;

/**
 * Makes an answer of what was thrown. A service may map an exception of its own beside it, as
 * payments does in {@code ProviderAnswers}. Mapping {@code Throwable} also keeps the server from
 * describing an unexpected exception in a response header.
 */
@Provider
public class ErrorAnswers implements ExceptionMapper<Throwable> {
  private static final System.Logger LOG = System.getLogger(ErrorAnswers.class.getName());

  /** The headers that belong to a status, RFC 9110: 405 says Allow, 415 Accept. */
  private static final Set<String> HEADERS_KEPT = Set.of("Allow", "Accept", "Retry-After");

  @Override
  public Response toResponse(Throwable thrown) {
    if (thrown instanceof ApiException refusal) {
      var answer = answer(refusal.body());
      refusal.headers().forEach(answer::header);
      return answer.build();
    }
    if (thrown instanceof WebApplicationException web) {
      return answer(web.getResponse());
    }
    if (thrown instanceof DeadlineExceeded) {
      return answer(HttpError.DEADLINE_EXCEEDED).build();
    }
    if (DatabaseAway.isCauseOf(thrown)) {
      LOG.log(Level.WARNING, "Request {0}: the database is away: {1}", RequestId.current(), thrown);
      return answer(HttpError.DATABASE_UNAVAILABLE).build();
    }
    LOG.log(Level.ERROR, "Request " + RequestId.current() + " failed unexpectedly", thrown);
    return answer(HttpError.INTERNAL_ERROR).build();
  }

  /**
   * @param code tells the status too
   * @return an answer that can take more headers; {@link ProblemDetailsFilter} gives it its form
   */
  public static Response.ResponseBuilder answer(ErrorCode code) {
    return answer(ErrorBody.of(code));
  }

  private static Response.ResponseBuilder answer(ErrorBody body) {
    var answer = Response.status(body.status()).type(MediaType.APPLICATION_JSON_TYPE).entity(body);
    body.code().retryAfterSeconds().ifPresent(seconds -> answer.header("Retry-After", seconds));
    return answer;
  }

  private static Response answer(Response refused) {
    int status = refused.getStatus();
    HttpError code = HttpError.of(status);
    var answer = answer(new ErrorBody(status, code, code.name(), List.of()));
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
