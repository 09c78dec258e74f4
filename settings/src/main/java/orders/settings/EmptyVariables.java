package orders.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * An environment variable that is empty counts as not set: MicroProfile Config by itself would take
 * neither the value nor the default. What the server's own configuration reads is out of reach from
 * here; there {@link SettingsCheck} stops the start.
 */
public final class EmptyVariables implements ConfigSource {

  /** By {@code ${NAME}}; a test compares the two. */
  static final Set<Setting> READ_BY_THE_SERVER =
      EnumSet.of(
          Setting.GATEWAY_PORT,
          Setting.INVENTORY_PORT,
          Setting.PAYMENTS_PORT,
          Setting.MANAGEMENT_PORT,
          Setting.BIND_HOST,
          Setting.OPERATORS_PORT,
          Setting.OPERATORS_BIND_HOST,
          Setting.GATEWAY_HOST_ALIASES,
          Setting.INVENTORY_HOST_ALIASES,
          Setting.PAYMENTS_HOST_ALIASES,
          Setting.CONNECTION_IDLE_SECS,
          Setting.POSTGRES_HOST,
          Setting.POSTGRES_PORT,
          Setting.POSTGRES_DB,
          Setting.POSTGRES_USER,
          Setting.POSTGRES_PASSWORD,
          Setting.POSTGRES_SSLMODE,
          Setting.INVENTORY_POSTGRES_HOST,
          Setting.INVENTORY_POSTGRES_PORT,
          Setting.INVENTORY_POSTGRES_DB,
          Setting.INVENTORY_POSTGRES_USER,
          Setting.INVENTORY_POSTGRES_PASSWORD,
          Setting.INVENTORY_POSTGRES_SSLMODE,
          Setting.PAYMENTS_POSTGRES_HOST,
          Setting.PAYMENTS_POSTGRES_PORT,
          Setting.PAYMENTS_POSTGRES_DB,
          Setting.PAYMENTS_POSTGRES_USER,
          Setting.PAYMENTS_POSTGRES_PASSWORD,
          Setting.PAYMENTS_POSTGRES_SSLMODE,
          Setting.LOG_FORMAT,
          Setting.LOG_LEVEL);

  /** Above the environment, which has 300. */
  private static final int ORDINAL = 310;

  private final Map<String, String> defaults;

  /** For the service loader. */
  public EmptyVariables() {
    this(System.getenv(), ofTheApplication());
  }

  /**
   * @param application what it sets itself, which comes before the defaults of the table
   */
  EmptyVariables(Map<String, String> environment, Properties application) {
    var values = new HashMap<String, String>();
    for (Setting setting : Setting.values()) {
      String value = environment.get(setting.name());
      if (value != null && value.isBlank() && !READ_BY_THE_SERVER.contains(setting)) {
        Optional.ofNullable(application.getProperty(setting.name()))
            .or(setting::defaultValue)
            .ifPresent(standard -> values.put(setting.name(), standard));
      }
    }
    defaults = Map.copyOf(values);
  }

  private static Properties ofTheApplication() {
    var properties = new Properties();
    ClassLoader application = Thread.currentThread().getContextClassLoader();
    try (InputStream file =
        application.getResourceAsStream("META-INF/microprofile-config.properties")) {
      if (file != null) {
        properties.load(file);
      }
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int getOrdinal() {
    return ORDINAL;
  }

  @Override
  public Set<String> getPropertyNames() {
    return defaults.keySet();
  }

  @Override
  public @Nullable String getValue(String name) {
    return defaults.get(name);
  }

  @Override
  public String getName() {
    return "the defaults of settings that are empty";
  }
}
