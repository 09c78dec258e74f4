package orders.gateway.orders.entity;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import orders.json.CachedJson;
import org.jspecify.annotations.Nullable;

/**
 * What happened to an order in one attempt, step by step. It is kept with the order: written by the
 * order's next move, in the same statement.
 */
public final class Timeline {
  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX");

  private final int attempt;
  private final JsonArrayBuilder steps = CachedJson.createArrayBuilder();

  /**
   * @param attempt from 1; 0 before the first of those that are counted anew, which is told with it
   */
  Timeline(int attempt) {
    this.attempt = Math.max(1, attempt);
  }

  /**
   * @param at the database's time
   * @param event what happened: a call's name, or the status the order moved to
   * @param detail why, or who; may be null
   */
  public void add(OffsetDateTime at, String event, @Nullable String detail) {
    JsonObjectBuilder step = step(at, event);
    if (detail != null) {
      step.add("detail", detail);
    }
    steps.add(step);
  }

  /**
   * @param at the database's time at the end of the call
   * @param call its name
   * @param took from the request to its answer, or to giving it up
   * @param answer the number by which the called service names its answer, for a person to read; 0
   *     if there was none
   * @param error what came instead of an answer, or null
   */
  public void addCall(
      OffsetDateTime at, String call, Duration took, int answer, @Nullable String error) {
    JsonObjectBuilder step = step(at.minus(took), call).add("ms", took.toMillis());
    if (answer > 0) {
      step.add("answer", answer);
    }
    if (error != null) {
      step.add("error", error);
    }
    steps.add(step);
  }

  private JsonObjectBuilder step(OffsetDateTime at, String event) {
    return CachedJson.createObjectBuilder()
        .add("at", utc(at))
        .add("attempt", attempt)
        .add("event", event);
  }

  /**
   * @param at a time
   * @return it in UTC, to the millisecond (RFC 3339)
   */
  public static String utc(OffsetDateTime at) {
    return MILLISECONDS.format(at.withOffsetSameInstant(ZoneOffset.UTC));
  }

  /**
   * @return the steps since the last time, a JSON array
   */
  public String take() {
    return steps.build().toString();
  }
}
