package orders.gateway.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import orders.value.Rate;
import org.junit.jupiter.api.Test;

class LocalSlidingWindowTest {
  private static final Rate THREE_A_MINUTE = new Rate(3, Duration.ofMinutes(1));
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final LocalSlidingWindow log = new LocalSlidingWindow();

  private Decision admit(String caller, long atSecond) {
    return log.admit(Scope.ORDERS_CREATE, caller, THREE_A_MINUTE, atSecond * SECOND);
  }

  @Test
  void in_no_window_more_are_admitted_than_the_limit() {
    assertThat(admit("a", 0)).isEqualTo(new Decision(true, 2, Duration.ofSeconds(60)));
    assertThat(admit("a", 30).admitted()).isTrue();
    assertThat(admit("a", 59)).isEqualTo(new Decision(true, 0, Duration.ofSeconds(1)));
    assertThat(admit("a", 59)).isEqualTo(new Decision(false, 0, Duration.ofSeconds(1)));
    assertThat(admit("a", 60).admitted()).as("exactly after the time told").isTrue();
    assertThat(admit("a", 61)).isEqualTo(new Decision(false, 0, Duration.ofSeconds(29)));
  }

  @Test
  void a_wait_is_never_longer_than_the_window_whoever_looked_at_the_clock_first() {
    for (int i = 0; i < 3; i++) {
      admit("a", 1);
    }

    assertThat(admit("a", 0)).isEqualTo(new Decision(false, 0, Duration.ofMinutes(1)));
  }

  @Test
  void callers_and_scopes_are_counted_apart() {
    for (int i = 0; i < 3; i++) {
      admit("a", 0);
    }

    assertThat(admit("a", 0).admitted()).isFalse();
    assertThat(admit("b", 0).admitted()).isTrue();
    assertThat(log.admit(Scope.ORDERS_LIST, "a", THREE_A_MINUTE, 0).admitted()).isTrue();
  }

  @Test
  void a_look_counts_nothing_and_refuses_as_long_as_another_request_would_be() {
    for (int i = 0; i < 50; i++) {
      assertThat(exhausted(0)).as("nobody asked yet").isEmpty();
    }
    admit("a", 0);
    admit("a", 1);
    assertThat(exhausted(2)).as("one more may come").isEmpty();
    admit("a", 2);

    assertThat(exhausted(3)).contains(new Decision(false, 0, Duration.ofSeconds(57)));
    assertThat(exhausted(59)).isPresent();
    assertThat(exhausted(60)).isEmpty();
    assertThat(admit("a", 60).admitted()).isTrue();
  }

  private Optional<Decision> exhausted(long atSecond) {
    return log.exhausted(Scope.ORDERS_CREATE, "a", THREE_A_MINUTE, atSecond * SECOND);
  }

  @Test
  void what_is_taken_back_leaves_room_for_another() {
    for (int i = 0; i < 3; i++) {
      admit("a", i);
    }

    log.takeBack(Scope.ORDERS_CREATE, "a", 2 * SECOND);

    assertThat(admit("a", 3).admitted()).isTrue();
    assertThat(admit("a", 3).admitted()).isFalse();
  }

  @Test
  void a_wait_is_told_in_whole_seconds_that_are_enough() {
    assertThat(new Decision(false, 0, Duration.ofMillis(1)).nextSeconds()).isEqualTo(1);
    assertThat(new Decision(false, 0, Duration.ofMillis(1001)).nextSeconds()).isEqualTo(2);
    assertThat(new Decision(false, 0, Duration.ZERO).nextSeconds()).isEqualTo(1);
  }
}
