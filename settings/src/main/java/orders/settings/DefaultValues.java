package orders.settings;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/** Gives the application the defaults of the table, below everything that anybody sets. */
public final class DefaultValues implements ConfigSource {
  private static final int ORDINAL = 0;

  private final Map<String, String> values = new HashMap<>();

  /** For the service loader. */
  public DefaultValues() {
    for (Setting setting : Setting.values()) {
      setting.defaultValue().ifPresent(value -> values.put(setting.name(), value));
    }
  }

  @Override
  public int getOrdinal() {
    return ORDINAL;
  }

  @Override
  public Set<String> getPropertyNames() {
    return values.keySet();
  }

  @Override
  public @Nullable String getValue(String name) {
    return values.get(name);
  }

  @Override
  public String getName() {
    return "the defaults of the settings";
  }
}
