package orders.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateTest {

  @Test
  void a_rate_is_read_as_the_old_system_did() {
    assertThat(Rate.of("10/min")).isEqualTo(new Rate(10, Duration.ofMinutes(1)));
    assertThat(Rate.of("1/s")).isEqualTo(new Rate(1, Duration.ofSeconds(1)));
    assertThat(Rate.of("5/hour")).isEqualTo(new Rate(5, Duration.ofHours(1)));
    assertThat(Rate.of("10000/d")).isEqualTo(new Rate(10_000, Duration.ofDays(1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "10", "0/min", "-1/min", "10/year", "10001/s", "10 / min", "OFF", "off/s"})
  void anything_else_is_refused(String text) {
    assertThatThrownBy(() -> Rate.of(text))
        .hasMessage("must be a rate such as 10/min, of at most 10000");
    assertThatThrownBy(() -> RateLimit.of(text))
        .hasMessage("must be a rate such as 10/min, of at most 10000");
  }

  @Test
  void a_limit_is_a_rate_or_off() {
    assertThat(RateLimit.of("10/min").rate()).contains(new Rate(10, Duration.ofMinutes(1)));
    assertThat(RateLimit.of("off").rate()).isEmpty();
  }
}
