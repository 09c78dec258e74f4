package orders.gateway.throttle;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import orders.http.error.ApiException;
import orders.http.error.HttpError;
import orders.value.Rate;

/**
 * What was decided about a request, and what its client is told of it
 * (draft-ietf-httpapi-ratelimit-headers).
 *
 * @param scope what it is counted with
 * @param rate of the scope
 * @param decision whether it may go on
 */
public record RateLimitResult(Scope scope, Rate rate, Decision decision) {

  /**
   * @return what a refused request is answered; empty if it may go on
   */
  public Optional<ApiException> refusal() {
    return decision.admitted()
        ? Optional.empty()
        : Optional.of(new ApiException(HttpError.RATE_LIMITED, headers()));
  }

  /**
   * @return {@code RateLimit} and {@code RateLimit-Policy}; also {@code Retry-After} if it is
   *     refused
   */
  public Map<String, Object> headers() {
    var headers = new LinkedHashMap<String, Object>();
    String name = '"' + scope.label() + '"';
    headers.put(
        "RateLimit-Policy",
        "%s;q=%d;w=%d".formatted(name, rate.limit(), rate.window().toSeconds()));
    headers.put(
        "RateLimit", "%s;r=%d;t=%d".formatted(name, decision.remaining(), decision.nextSeconds()));
    if (!decision.admitted()) {
      headers.put("Retry-After", decision.nextSeconds());
    }
    return headers;
  }
}
