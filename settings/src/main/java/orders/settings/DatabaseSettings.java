package orders.settings;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Where a service is told to find its database, and by which settings. */
public final class DatabaseSettings {
  private final String prefix;
  private final Function<String, Optional<String>> settings;

  /**
   * @param service {@code gateway}, {@code inventory} or {@code payments}
   * @param settings by name, each of them right
   */
  public DatabaseSettings(String service, Function<String, Optional<String>> settings) {
    prefix = service.equals("gateway") ? "" : service.toUpperCase(Locale.ROOT) + "_";
    this.settings = settings;
  }

  /**
   * @return the database, and the settings to look at where it cannot be reached
   */
  public String place() {
    Setting database = Setting.valueOf(prefix + Setting.POSTGRES_DB);
    return "%s/%s (%s, %s, %s, %s)"
        .formatted(
            server(),
            value(database).or(database::defaultValue).orElseThrow(),
            decisive(Setting.POSTGRES_HOST),
            decisive(Setting.POSTGRES_PORT),
            database,
            decisive(Setting.POSTGRES_SSLMODE));
  }

  /**
   * @return what is wrong where the server has no TLS, and this service insists on it
   */
  public String withoutTls() {
    Setting mode = decisive(Setting.POSTGRES_SSLMODE);
    return "%s '%s' is wrong: there is no TLS at %s"
        .formatted(mode, value(mode).orElseThrow(), server());
  }

  private String server() {
    String host = value(decisive(Setting.POSTGRES_HOST)).orElseThrow();
    String port = value(decisive(Setting.POSTGRES_PORT)).orElseThrow();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** What a service does not set for itself is named as it is set for all of them. */
  private Setting decisive(Setting common) {
    Setting own = Setting.valueOf(prefix + common);
    return value(own).filter(value -> !value(common).equals(Optional.of(value))).isPresent()
        ? own
        : common;
  }

  private Optional<String> value(Setting setting) {
    return settings.apply(setting.name());
  }
}
