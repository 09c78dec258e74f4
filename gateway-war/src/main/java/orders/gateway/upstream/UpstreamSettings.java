package orders.gateway.upstream;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import orders.settings.Setting;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Translates the operator's settings (seconds, as the old system had them) into those of
 * MicroProfile Fault Tolerance and Rest Client (milliseconds). It finds them as everybody else
 * does, in a file too: by MicroProfile Config, of which it is itself a source.
 */
public final class UpstreamSettings implements ConfigSource {
  static final String TIMEOUT_MS = "upstream.timeout-ms";
  static final String BREAKER_RESET_MS = "upstream.breaker-reset-ms";
  static final String RETRY_BUDGET = "upstream.retry-budget";
  static final String BACKOFF_BASE_MS = "upstream.backoff-base-ms";
  static final String BACKOFF_MAX_MS = "upstream.backoff-max-ms";

  /** Above the properties files, below the environment. */
  private static final int ORDINAL = 200;

  private final Function<String, Optional<String>> settings;

  // when it is asked for one of them: while this is made, MicroProfile Config is not there yet
  private final Map<String, Supplier<String>> properties = new LinkedHashMap<>();

  /** For the service loader. */
  public UpstreamSettings() {
    this(name -> ConfigProvider.getConfig().getOptionalValue(name, String.class));
  }

  /**
   * @param settings by name
   */
  UpstreamSettings(Function<String, Optional<String>> settings) {
    this.settings = settings;
    milliseconds("Timeout/value", Setting.HTTP_TIMEOUT_SECS);
    milliseconds(TIMEOUT_MS, Setting.HTTP_TIMEOUT_SECS);
    for (String service : new String[] {"inventory", "payments"}) {
      milliseconds(service + "/mp-rest/connectTimeout", Setting.HTTP_TIMEOUT_SECS);
      milliseconds(service + "/mp-rest/readTimeout", Setting.HTTP_TIMEOUT_SECS);
    }
    same("Retry/maxRetries", Setting.HTTP_RETRY_MAX);
    same(RETRY_BUDGET, Setting.HTTP_RETRY_BUDGET);
    milliseconds(BACKOFF_BASE_MS, Setting.HTTP_RETRY_BACKOFF_BASE);
    milliseconds(BACKOFF_MAX_MS, Setting.HTTP_RETRY_MAX_SLEEP);
    same("CircuitBreaker/requestVolumeThreshold", Setting.HTTP_CIRCUIT_FAIL_THRESHOLD);
    milliseconds("CircuitBreaker/delay", Setting.HTTP_CIRCUIT_RESET_TIMEOUT);
    milliseconds(BREAKER_RESET_MS, Setting.HTTP_CIRCUIT_RESET_TIMEOUT);
  }

  private void same(String property, Setting setting) {
    properties.put(property, () -> setting.valueIn(settings));
  }

  private void milliseconds(String property, Setting seconds) {
    properties.put(
        property,
        () -> {
          var value = new BigDecimal(seconds.valueIn(settings));
          return Long.toString(value.movePointRight(3).longValueExact());
        });
  }

  @Override
  public int getOrdinal() {
    return ORDINAL;
  }

  @Override
  public Map<String, String> getProperties() {
    return properties.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> entry.getValue().get()));
  }

  @Override
  public Set<String> getPropertyNames() {
    return properties.keySet();
  }

  @Override
  public @Nullable String getValue(String name) {
    Supplier<String> property = properties.get(name);
    return property == null ? null : property.get();
  }

  @Override
  public String getName() {
    return "upstream settings";
  }
}
