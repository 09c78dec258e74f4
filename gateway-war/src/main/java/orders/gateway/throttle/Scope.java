package orders.gateway.throttle;

import java.util.Locale;

/** What is counted together. */
public enum Scope {
  ORDERS_CREATE,
  ORDERS_LIST,
  ORDERS_DETAIL,
  /** Cancelling and refunding. */
  ORDERS_CHANGE,
  /** Requests whose token is no good. */
  AUTH_FAILURES;

  /** The name in the headers, in Redis and in the metrics. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The setting that holds its rate. */
  String setting() {
    return "THROTTLE_" + name();
  }
}
