package orders.gateway.upstream;

import jakarta.ws.rs.core.Response;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * An upstream service gave no usable answer: a timeout, a cut connection, a 5xx. What was asked for
 * may have happened all the same, so this is never taken for a refusal.
 */
public class NoAnswer extends RuntimeException {

  /** No answer, and asking again at once would not bring one: an open breaker, a 4xx. */
  public static final class NotWorthRetrying extends NoAnswer {
    NotWorthRetrying(String message) {
      super(message, null);
    }
  }

  /**
   * @param message what came instead of an answer, for the log
   * @param cause the client's exception, or null
   */
  public NoAnswer(String message, Throwable cause) {
    // no stack trace: during an outage every order has one of these
    super(message, cause, false, false);
  }

  /**
   * Makes a call and reads its answer.
   *
   * @param call to a REST client
   * @param read makes an answer of the response, whose status is not 5xx
   * @return what was read
   * @throws NoAnswer where there is none, or none that can be read
   */
  public static <T> T unlessAnswered(Supplier<Response> call, Function<Response, T> read) {
    try (Response response = call.get()) {
      return read.apply(response);
    } catch (NoAnswer e) {
      throw e;
    } catch (CircuitBreakerOpenException e) {
      throw new NotWorthRetrying("circuit breaker open");
    } catch (RuntimeException e) {
      throw new NoAnswer(e.toString(), e);
    }
  }

  /**
   * @param response with a status that the contract does not have
   * @return what to throw
   */
  public static NoAnswer unexpected(Response response) {
    return new NotWorthRetrying("unexpected status " + response.getStatus());
  }

  /**
   * @param response to a call that has no other answer than 200
   * @return nothing
   * @throws NoAnswer where it is another
   */
  public static Void unlessOk(Response response) {
    if (response.getStatus() != 200) {
      throw unexpected(response);
    }
    return null;
  }
}
