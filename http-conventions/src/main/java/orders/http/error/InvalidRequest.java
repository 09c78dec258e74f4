package orders.http.error;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** A request with wrong fields: 400, and {@code detail} names every one of them and why. */
public final class InvalidRequest extends ApiException {

  /** More than this many problems help nobody and would make a long answer to a short request. */
  private static final int PROBLEMS_MAX = 50;

  private final List<Problem> problems;

  /**
   * One wrong field.
   *
   * @param name as a person reads it: a path such as {@code items[0].sku}, or the name of a header
   *     or parameter
   * @param reason what it must be; never the value that was sent
   * @param in {@code pointer}, {@code header} or {@code parameter}
   * @param at a JSON Pointer as a URI fragment (RFC 6901), or the name
   */
  public record Problem(String name, String reason, String in, String at) {

    JsonObject toJson() {
      return Json.createObjectBuilder().add(in, at).add("detail", reason).build();
    }
  }

  /**
   * @param problems every wrong field; the first of them are named
   */
  public InvalidRequest(List<Problem> problems) {
    super(HttpError.INVALID_REQUEST, describe(problems), Map.of());
    this.problems = problems.stream().limit(PROBLEMS_MAX).toList();
  }

  /**
   * @param name of the one header that is wrong
   * @param reason what it must be
   * @return what to throw
   */
  public static InvalidRequest header(String name, String reason) {
    return new InvalidRequest(List.of(new Problem(name, reason, "header", name)));
  }

  /**
   * @param name of the one query or path parameter that is wrong
   * @param reason what it must be
   * @return what to throw
   */
  public static InvalidRequest parameter(String name, String reason) {
    return new InvalidRequest(List.of(new Problem(name, reason, "parameter", name)));
  }

  /**
   * @param reason what the whole of the body must be
   * @return what to throw
   */
  public static InvalidRequest body(String reason) {
    return new InvalidRequest(List.of(new Problem("body", reason, "pointer", "#")));
  }

  @Override
  ErrorBody body() {
    return new ErrorBody(code().status(), code(), Objects.requireNonNull(getMessage()), problems);
  }

  private static String describe(List<Problem> problems) {
    return problems.stream()
        .limit(PROBLEMS_MAX)
        .map(problem -> problem.name() + ": " + problem.reason())
        .collect(Collectors.joining("; "));
  }
}
