package orders.http.error;

import java.util.OptionalInt;

/** What can go wrong with any request, whatever the service is about. */
public enum HttpError implements ErrorCode {
  HTTPS_REQUIRED(308),
  INVALID_REQUEST(400),
  INVALID_HOST(400),
  BAD_REQUEST(400),
  UNAUTHENTICATED(401),
  FORBIDDEN(403),
  NOT_FOUND(404),
  METHOD_NOT_ALLOWED(405),
  REQUEST_TIMEOUT(408),
  IDEMPOTENCY_CONFLICT(409),
  PAYLOAD_TOO_LARGE(413),
  URI_TOO_LONG(414),
  UNSUPPORTED_MEDIA_TYPE(415),
  UNSUPPORTED_CONTENT_ENCODING(415),
  EXPECTATION_FAILED(417),
  RATE_LIMITED(429),
  HEADERS_TOO_LARGE(431),
  INTERNAL_ERROR(500),
  OVERLOADED(503, 1),
  AUTH_UNAVAILABLE(503, 1),
  DATABASE_UNAVAILABLE(503, 1),
  DEADLINE_EXCEEDED(503),
  HTTP_VERSION_NOT_SUPPORTED(505);

  private final int status;
  private final OptionalInt retryAfterSeconds;

  HttpError(int status) {
    this.status = status;
    retryAfterSeconds = OptionalInt.empty();
  }

  HttpError(int status, int retryAfterSeconds) {
    this.status = status;
    this.retryAfterSeconds = OptionalInt.of(retryAfterSeconds);
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public OptionalInt retryAfterSeconds() {
    return retryAfterSeconds;
  }

  /**
   * @param status with which the server or JAX-RS refused a request
   * @return the code that says so; the general one of its class if there is no other
   */
  public static HttpError of(int status) {
    return switch (status) {
      case 400 -> BAD_REQUEST;
      case 415 -> UNSUPPORTED_MEDIA_TYPE;
      default -> {
        for (HttpError error : values()) {
          if (error.status == status && status < 500) {
            yield error;
          }
        }
        yield status < 500 ? BAD_REQUEST : INTERNAL_ERROR;
      }
    };
  }
}
