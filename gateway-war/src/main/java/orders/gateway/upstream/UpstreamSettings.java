package orders.gateway.upstream;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;

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
    String timeoutMs = milliseconds("HTTP_TIMEOUT_SECS", "2");
    properties.put("Timeout/value", timeoutMs);
    properties.put(TIMEOUT_MS, timeoutMs);
    for (String service : new String[] {"inventory", "payments"}) {
      properties.put(service + "/mp-rest/connectTimeout", timeoutMs);
      properties.put(service + "/mp-rest/readTimeout", timeoutMs);
    }
    properties.put("Retry/maxRetries", whole("HTTP_RETRY_MAX", "2"));
    properties.put(RETRY_BUDGET, whole("HTTP_RETRY_BUDGET", "10"));
    properties.put(BACKOFF_BASE_MS, milliseconds("HTTP_RETRY_BACKOFF_BASE", "0.1"));
    properties.put(BACKOFF_MAX_MS, milliseconds("HTTP_RETRY_MAX_SLEEP", "1"));
    properties.put(
        "CircuitBreaker/requestVolumeThreshold", whole("HTTP_CIRCUIT_FAIL_THRESHOLD", "10"));
    String resetMs = milliseconds("HTTP_CIRCUIT_RESET_TIMEOUT", "5");
    properties.put("CircuitBreaker/delay", resetMs);
    properties.put(BREAKER_RESET_MS, resetMs);
  }

  private static String milliseconds(String name, String defaultSeconds) {
    return wholeOf(name, setting(name, defaultSeconds), 3, "a number of seconds");
  }

  private static String whole(String name, String defaultValue) {
    return wholeOf(name, setting(name, defaultValue), 0, "a whole number");
  }

  private static String wholeOf(String name, String value, int decimalPlaces, String wanted) {
    try {
      long result = new BigDecimal(value).movePointRight(decimalPlaces).longValueExact();
      if (result >= 0) {
        return Long.toString(result);
      }
    } catch (ArithmeticException | NumberFormatException notANumber) {
      // falls through to the one message
    }
    throw new IllegalArgumentException(name + ": '" + value + "' must be " + wanted);
  }

  private static String setting(String name, String defaultValue) {
    String value = System.getProperty(name, System.getenv(name));
    return value == null || value.isBlank() ? defaultValue : value.strip();
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
  public String getValue(String name) {
    return properties.get(name);
  }

  @Override
  public String getName() {
    return "upstream settings";
  }
}
