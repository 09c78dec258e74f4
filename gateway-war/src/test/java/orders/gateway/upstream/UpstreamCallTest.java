package orders.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which breaker a call meets, and who is kept out once it is open. */
class UpstreamCallTest {
  private final List<String> met = new ArrayList<>();
  private final UpstreamCall upstream = new UpstreamCall();

  private final class OpenBreakers extends CircuitBreakers {
    private CircuitBreakerOpenException open(String name) {
      met.add(name);
      return new CircuitBreakerOpenException();
    }

    @Override
    public <T> T atInventory(Supplier<T> call) {
      throw open("inventory");
    }

    @Override
    public <T> T atPayments(Supplier<T> call) {
      throw open("payments");
    }

    @Override
    public <T> T atInventoryInBackground(Supplier<T> call) {
      throw open("inventory in background");
    }

    @Override
    public <T> T atPaymentsInBackground(Supplier<T> call) {
      throw open("payments in background");
    }
  }

  private record Context(boolean isInBackground) implements CallContext {
    @Override
    public boolean isFirstAttempt() {
      return false;
    }

    @Override
    public Duration left() {
      return Duration.ofSeconds(10);
    }

    @Override
    public void called(String call, Duration took, int answer, String error) {}
  }

  @BeforeEach
  void connect() {
    upstream.breakers = new OpenBreakers();
    upstream.gate = new UpstreamGate();
    upstream.gate.resetMs = 3_600_000;
    upstream.timeoutMs = 1000;
  }

  private void call(Service service, boolean inBackground) {
    assertThatThrownBy(
            () -> upstream.ask(service, "call", new Context(inBackground), ms -> null, r -> r))
        .isInstanceOf(NoAnswer.NotSent.class);
  }

  @Test
  void an_order_that_fails_in_the_background_opens_no_breaker_that_new_orders_meet() {
    call(Service.PAYMENTS, true);
    call(Service.INVENTORY, true);

    assertThat(met).containsExactly("payments in background", "inventory in background");
    assertThat(upstream.gate.isOpen()).isTrue();
    assertThat(upstream.gate.letsIn()).isTrue();
    assertThat(upstream.gate.seesOutage()).isTrue();
  }

  @Test
  void a_breaker_that_a_request_finds_open_keeps_new_orders_out() {
    call(Service.PAYMENTS, false);

    assertThat(met).containsExactly("payments");
    assertThat(upstream.gate.isOpen()).isFalse();
    assertThat(upstream.gate.letsIn()).isFalse();
  }
}
