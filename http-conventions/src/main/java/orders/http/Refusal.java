package orders.http;

import java.util.Map;

/**
 * A request that gets a plain, documented answer other than 2xx. Thrown from anywhere below a
 * resource; {@link ErrorAnswers} turns it into {@code {"detail": code}}.
 */
public class Refusal extends RuntimeException {
  private final int status;
  private final Map<String, Object> headers;

  /**
   * @param status the HTTP status, 400 to 599
   * @param code the stable code that the client finds in {@code detail}
   * @param headers headers that go with the answer, for example {@code Retry-After}
   */
  public Refusal(int status, String code, Map<String, Object> headers) {
    // no stack trace: a refusal is an answer, and answers are frequent
    super(code, null, false, false);
    this.status = status;
    this.headers = Map.copyOf(headers);
  }

  /**
   * @param status the HTTP status, 400 to 599
   * @param code the stable code that the client finds in {@code detail}
   */
  public Refusal(int status, String code) {
    this(status, code, Map.of());
  }

  /**
   * @return the HTTP status
   */
  public int status() {
    return status;
  }

  /**
   * @return headers that go with the answer
   */
  public Map<String, Object> headers() {
    return headers;
  }
}
