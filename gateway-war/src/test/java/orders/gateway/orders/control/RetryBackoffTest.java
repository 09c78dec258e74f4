package orders.gateway.orders.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import orders.gateway.orders.entity.Order;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long an order waits for its next attempt. */
class RetryBackoffTest extends OrdersInMemory {

  private Order attempted(int times) {
    Order order = orders.open(order("k", "f")).orElseThrow();
    for (int attempt = 1; attempt < times; attempt++) {
      order = claimed(order, Duration.ofSeconds(20));
    }
    return order;
  }

  @ParameterizedTest
  @CsvSource({"1, 500", "2, 1000", "3, 2000", "5, 8000", "6, 10000", "7, 10000", "1000, 10000"})
  void the_wait_is_anything_up_to_a_ceiling_that_doubles_up_to_ten_seconds(
      int attempts, long ceilingMs) {
    Order order = attempted(attempts);

    var waitsMs =
        Stream.generate(() -> saga.backoff.afterFailure(order, silence).dueIn().toMillis())
            .limit(10_000)
            .toList();

    assertThat(waitsMs).allMatch(wait -> wait >= 0 && wait <= ceilingMs);
    // full jitter: of ten thousand draws some are in the first and some in the last twentieth
    assertThat(waitsMs).anyMatch(wait -> wait < ceilingMs / 20);
    assertThat(waitsMs).anyMatch(wait -> wait > ceilingMs - ceilingMs / 20);
  }
}
