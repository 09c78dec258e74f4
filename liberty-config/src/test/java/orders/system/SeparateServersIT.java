package orders.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each service in a server of its own, as in compose and Kubernetes. */
class SeparateServersIT extends OrdersContract {
  private static Running running;

  @BeforeAll
  static void start() {
    running = Running.separateServers("separate-servers").start();
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @Override
  Running running() {
    return running;
  }

  @Test
  void with_payments_killed_the_others_answer_and_the_same_key_succeeds_once_it_is_back() {
    String sku = sku(5);
    String body = order(item(sku, 1), 100);

    running.servers.get("payments").kill();
    var unknown = Http.post(orders(), body, "Idempotency-Key", "killed-" + sku);

    assertThat(unknown.brief()).isEqualTo("503 UPSTREAM_UNAVAILABLE");
    assertThat(unknown.header("Retry-After")).isPresent();
    String location = unknown.header("Location").orElseThrow();
    var pending = Http.get(running.gateway.resolve(location)).json();
    assertThat(pending.getString("status")).isEqualTo("PENDING");
    assertThat(Http.get(running.inventory.resolve("/health")).status()).isEqualTo(200);

    running.start();
    Running.await(
        "the circuit breaker to let the retry through",
        () -> Http.post(orders(), body, "Idempotency-Key", "killed-" + sku).status() < 300);

    var confirmed = Http.get(running.gateway.resolve(location)).json();
    assertThat(confirmed.getString("status")).isEqualTo("CONFIRMED");
    assertThat(available(sku)).isEqualTo(4);
  }
}
