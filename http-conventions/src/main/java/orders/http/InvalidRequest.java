package orders.http;

import java.util.List;
import java.util.stream.Collectors;

/** A request with wrong fields: 400, and {@code detail} names every one of them and why. */
public final class InvalidRequest extends Refusal {

  /** More than this many problems help nobody and would make a long answer to a short request. */
  private static final int PROBLEMS_MAX = 50;

  /**
   * One wrong field.
   *
   * @param field where it is: a path such as {@code items[0].sku}, or the name of a header or query
   *     parameter
   * @param reason what it must be; never the value that was sent
   */
  public record Problem(String field, String reason) {}

  /**
   * @param problems every wrong field, at least one
   */
  public InvalidRequest(List<Problem> problems) {
    super(400, describe(problems));
  }

  /**
   * @param field the one field that is wrong
   * @param reason what it must be
   */
  public InvalidRequest(String field, String reason) {
    this(List.of(new Problem(field, reason)));
  }

  private static String describe(List<Problem> problems) {
    return problems.stream()
        .limit(PROBLEMS_MAX)
        .map(problem -> problem.field() + ": " + problem.reason())
        .collect(Collectors.joining("; "));
  }
}
