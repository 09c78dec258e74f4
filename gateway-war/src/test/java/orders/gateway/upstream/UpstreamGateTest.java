package orders.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is let in while a breaker is open. */
class UpstreamGateTest {
  private static final long AN_HOUR_MS = 3_600_000;

  private final UpstreamGate gate = new UpstreamGate();

  private long letIn(int asked) {
    return Stream.generate(gate::letsIn).limit(asked).filter(in -> in).count();
  }

  @Test
  void everybody_while_both_breakers_are_closed() {
    assertThat(letIn(100)).isEqualTo(100);
  }

  @ParameterizedTest
  @EnumSource(Service.class)
  void nobody_before_the_reset_time_is_over_and_everybody_once_the_service_answered(
      Service service) {
    gate.resetMs = AN_HOUR_MS;

    gate.shut(service);
    assertThat(letIn(100)).isZero();
    assertThat(gate.isOpen()).isFalse();

    gate.open(service);
    assertThat(letIn(100)).isEqualTo(100);
    assertThat(gate.isOpen()).isTrue();
  }

  @Test
  void one_to_try_when_the_reset_time_is_over() {
    gate.resetMs = 0;
    gate.shut(Service.PAYMENTS);
    gate.resetMs = AN_HOUR_MS;

    assertThat(letIn(100)).isEqualTo(1);
  }

  @Test
  void an_open_breaker_that_is_met_again_does_not_stay_open_for_longer() {
    gate.resetMs = 0;
    gate.shut(Service.PAYMENTS);
    gate.resetMs = AN_HOUR_MS;
    gate.shut(Service.PAYMENTS);

    assertThat(letIn(100)).isEqualTo(1);
  }

  @Test
  void who_asked_nobody_leaves_the_place_to_the_next() {
    gate.resetMs = 0;
    gate.shut(Service.PAYMENTS);
    gate.resetMs = AN_HOUR_MS;
    assertThat(letIn(100)).isEqualTo(1);

    gate.leaves();
    assertThat(letIn(100)).isEqualTo(1);
    gate.asks(Service.PAYMENTS);
    gate.leaves();
    assertThat(letIn(100)).isZero();
  }

  @Test
  void who_may_not_try_the_one_service_leaves_the_place_at_the_other() {
    gate.resetMs = 0;
    gate.shut(Service.INVENTORY);
    gate.resetMs = 3_600_000;
    gate.shut(Service.PAYMENTS);
    assertThat(letIn(100)).isZero();

    gate.open(Service.PAYMENTS);
    assertThat(letIn(100)).isEqualTo(1);
  }

  @Test
  void an_answer_of_one_service_says_nothing_of_the_other() {
    gate.resetMs = AN_HOUR_MS;
    gate.shut(Service.PAYMENTS);

    gate.open(Service.INVENTORY);

    assertThat(letIn(100)).isZero();
  }
}
