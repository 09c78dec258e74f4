package orders.http.error;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A request that gets a plain, documented answer other than 2xx. Thrown from anywhere below a
 * resource; {@link ErrorAnswers} turns it into the answer.
 */
public class ApiException extends RuntimeException {
  private final ErrorCode code;
  private final Map<String, Object> headers;

  /**
   * @param code tells the status too
   * @param headers headers that go with the answer, for example {@code Retry-After}
   */
  public ApiException(ErrorCode code, Map<String, Object> headers) {
    this(code, code.name(), headers);
  }

  /**
   * @param code tells the status too
   */
  public ApiException(ErrorCode code) {
    this(code, Map.of());
  }

  ApiException(ErrorCode code, String detail, Map<String, Object> headers) {
    // no stack trace: a refusal is an answer, and answers are frequent
    super(detail, null, false, false);
    this.code = code;
    this.headers = Map.copyOf(headers);
  }

  /**
   * @return the stable code
   */
  public ErrorCode code() {
    return code;
  }

  /**
   * @return headers that go with the answer
   */
  public Map<String, Object> headers() {
    return headers;
  }

  ErrorBody body() {
    return new ErrorBody(code.status(), code, Objects.requireNonNull(getMessage()), List.of());
  }
}
