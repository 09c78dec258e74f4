package orders.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How many retries a service in trouble has to bear. */
class RetryBudgetTest {
  private final RetryBudget budget = new RetryBudget(10, 0);

  private long taken(int asked, Duration at) {
    return Stream.generate(() -> budget.take(at.toNanos()))
        .limit(asked)
        .filter(taken -> taken)
        .count();
  }

  @Test
  void retries_that_fail_end_when_the_tokens_are_spent() {
    assertThat(taken(1000, Duration.ZERO)).isEqualTo(10);
  }

  @Test
  void one_token_a_second_comes_in_by_itself_up_to_the_most() {
    taken(10, Duration.ZERO);

    assertThat(taken(1000, Duration.ofSeconds(3))).isEqualTo(3);
    assertThat(taken(1000, Duration.ofHours(1))).isEqualTo(10);
  }

  @Test
  void a_budget_of_none_lets_one_a_second_through_or_no_order_would_come_to_its_end() {
    var none = new RetryBudget(0, 0);

    assertThat(none.take(0)).isFalse();
    assertThat(none.take(Duration.ofSeconds(1).toNanos())).isTrue();
    assertThat(none.take(Duration.ofSeconds(1).toNanos())).isFalse();
    assertThat(none.take(Duration.ofHours(1).toNanos())).isTrue();
    assertThat(none.take(Duration.ofHours(1).toNanos())).isFalse();
  }

  @Test
  void ten_first_attempts_that_succeed_pay_for_one_retry() {
    taken(10, Duration.ZERO);
    for (int i = 0; i < 25; i++) {
      budget.payIn();
    }

    assertThat(taken(1000, Duration.ZERO)).isEqualTo(2);
  }

  @Test
  void a_retry_that_succeeds_costs_nothing() {
    for (int i = 0; i < 100; i++) {
      assertThat(budget.take(0)).isTrue();
      budget.giveBack();
    }
  }
}
