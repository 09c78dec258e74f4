package orders.gateway.orders.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long an order waits for its next attempt. */
class PatienceTest {
  private final Patience patience = new Patience();

  @ParameterizedTest
  @CsvSource({"1, 500", "2, 1000", "3, 2000", "5, 8000", "6, 10000", "7, 10000", "1000, 10000"})
  void the_wait_is_anything_up_to_a_ceiling_that_doubles_up_to_ten_seconds(
      int attempts, long ceilingMs) {
    var waitsMs = Stream.generate(() -> patience.wait(attempts).toMillis()).limit(10_000).toList();

    assertThat(waitsMs).allMatch(wait -> wait >= 0 && wait <= ceilingMs);
    // full jitter: of ten thousand draws some are in the first and some in the last twentieth
    assertThat(waitsMs).anyMatch(wait -> wait < ceilingMs / 20);
    assertThat(waitsMs).anyMatch(wait -> wait > ceilingMs - ceilingMs / 20);
  }

  @Test
  void it_ends_with_the_last_attempt_allowed() {
    patience.attemptsMax = 3;

    assertThat(patience.isOver(2)).isFalse();
    assertThat(patience.isOver(3)).isTrue();
  }
}
