package orders.gateway.orders.control;

/** How a statement adds to a timeline, an order's column of JSON. */
final class TimelineSql {

  /**
   * A timeline with room for more: of an order that failed for hours the first 50 steps and the
   * last 50 are kept.
   */
  static final String BOUNDED =
      """
      case when jsonb_array_length(timeline) < 150 then timeline
        else jsonb_path_query_array(timeline, '$[0 to 49, last - 49 to last]') end
      """;

  /**
   * One step of a person, in the last attempt that was begun, or in the first if none was, as
   * {@code Timeline} writes it; parameters: the event, and by whom and why.
   */
  static final String STEP = step("greatest(1, attempts)");

  /** The same of a person who starts to count the attempts anew. */
  static final String FIRST_STEP = step("1");

  private static String step(String attempt) {
    return """
    jsonb_build_array(jsonb_build_object('attempt', %s,
      'event', cast(? as text), 'detail', cast(? as text),
      'at', to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
    """
        .formatted(attempt);
  }

  private TimelineSql() {}
}
