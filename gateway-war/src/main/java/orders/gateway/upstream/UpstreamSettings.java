package orders.gateway.upstream;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import orders.settings.Setting;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Translates the operator's settings (seconds, as the old system had them) into those of
 * MicroProfile Fault Tolerance and Rest Client (milliseconds).
 */
public final class UpstreamSettings implements ConfigSource {
  static final String TIMEOUT_MS = "upstream.timeout-ms";
  static final String BREAKER_RESET_MS = "upstream.breaker-reset-ms";
  static final String RETRY_BUDGET = "upstream.retry-budget";
  static final String BACKOFF_BASE_MS = "upstream.backoff-base-ms";
  static final String BACKOFF_MAX_MS = "upstream.backoff-max-ms";

  /** Above the properties files, below the environment. */
  private static final int ORDINAL = 200;

  private final Map<String, String> properties = new LinkedHashMap<>();

  /** Reads the environment once, at start. */
  public UpstreamSettings() {
    String timeoutMs = milliseconds(Setting.HTTP_TIMEOUT_SECS);
    properties.put("Timeout/value", timeoutMs);
    properties.put(TIMEOUT_MS, timeoutMs);
    for (String service : new String[] {"inventory", "payments"}) {
      properties.put(service + "/mp-rest/connectTimeout", timeoutMs);
      properties.put(service + "/mp-rest/readTimeout", timeoutMs);
    }
    properties.put("Retry/maxRetries", Setting.HTTP_RETRY_MAX.fromEnvironment());
    properties.put(RETRY_BUDGET, Setting.HTTP_RETRY_BUDGET.fromEnvironment());
    properties.put(BACKOFF_BASE_MS, milliseconds(Setting.HTTP_RETRY_BACKOFF_BASE));
    properties.put(BACKOFF_MAX_MS, milliseconds(Setting.HTTP_RETRY_MAX_SLEEP));
    properties.put(
        "CircuitBreaker/requestVolumeThreshold",
        Setting.HTTP_CIRCUIT_FAIL_THRESHOLD.fromEnvironment());
    String resetMs = milliseconds(Setting.HTTP_CIRCUIT_RESET_TIMEOUT);
    properties.put("CircuitBreaker/delay", resetMs);
    properties.put(BREAKER_RESET_MS, resetMs);
  }

  private static String milliseconds(Setting seconds) {
    var value = new BigDecimal(seconds.fromEnvironment());
    return Long.toString(value.movePointRight(3).longValueExact());
  }

  @Override
  public int getOrdinal() {
    return ORDINAL;
  }

  @Override
  public Map<String, String> getProperties() {
    return Map.copyOf(properties);
  }

  @Override
  public Set<String> getPropertyNames() {
    return properties.keySet();
  }

  @Override
  public @Nullable String getValue(String name) {
    return properties.get(name);
  }

  @Override
  public String getName() {
    return "upstream settings";
  }
}
