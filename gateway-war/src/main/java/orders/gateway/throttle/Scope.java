package orders.gateway.throttle;

import java.util.Locale;
import orders.settings.Setting;

/** What is counted together. */
public enum Scope {
  ORDERS_CREATE(Setting.THROTTLE_ORDERS_CREATE),
  ORDERS_LIST(Setting.THROTTLE_ORDERS_LIST),
  ORDERS_DETAIL(Setting.THROTTLE_ORDERS_DETAIL),
  /** Cancelling and refunding. */
  ORDERS_CHANGE(Setting.THROTTLE_ORDERS_CHANGE),
  /** Requests whose token is no good. */
  AUTH_FAILURES(Setting.THROTTLE_AUTH_FAILURES);

  private final Setting setting;

  Scope(Setting setting) {
    this.setting = setting;
  }

  /** The name in the headers, in Redis and in the metrics. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The setting that holds its rate. */
  String setting() {
    return setting.name();
  }
}
