package orders.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;

class UpstreamSettingsTest {
  private final Map<String, String> settings = new HashMap<>();
  private int asked;

  private final ConfigSource source =
      new UpstreamSettings(
          name -> {
            asked++;
            return Optional.ofNullable(settings.get(name));
          });

  /** While it is made, MicroProfile Config is being made of it. */
  @Test
  void it_asks_for_no_setting_before_it_is_asked_itself() {
    assertThat(source.getPropertyNames()).contains("Timeout/value", "Retry/maxRetries");
    assertThat(source.getOrdinal()).isEqualTo(200);
    assertThat(source.getValue("HTTP_TIMEOUT_SECS")).isNull();

    assertThat(asked).isZero();
  }

  @Test
  void seconds_become_milliseconds_and_numbers_stay() {
    settings.putAll(Map.of("HTTP_TIMEOUT_SECS", "0.25", "HTTP_RETRY_MAX", "7"));

    assertThat(source.getProperties())
        .containsEntry("Timeout/value", "250")
        .containsEntry("payments/mp-rest/readTimeout", "250")
        .containsEntry("Retry/maxRetries", "7");
    assertThat(source.getValue("inventory/mp-rest/connectTimeout")).isEqualTo("250");
  }

  @Test
  void what_is_not_set_or_wrong_is_the_default() {
    settings.put("HTTP_CIRCUIT_RESET_TIMEOUT", "soon");

    assertThat(source.getValue("CircuitBreaker/delay")).isEqualTo("5000");
    assertThat(source.getValue(UpstreamSettings.TIMEOUT_MS)).isEqualTo("2000");
    assertThat(source.getValue(UpstreamSettings.RETRY_BUDGET)).isEqualTo("10");
  }
}
