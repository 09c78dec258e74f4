package orders.system.contract;

import static orders.system.contract.SystemContract.faults;
import static orders.system.fixture.OrderJson.item;
import static orders.system.fixture.OrderJson.order;
import static org.assertj.core.api.Assertions.assertThat;

import orders.system.fixture.Http;
import orders.system.fixture.RunningSystem;
import org.junit.jupiter.api.Test;

/** A call whose answer does not come, or comes too late for who asked. */
public interface UnknownOutcomeContract extends SystemContract {

  @Test
  default void money_that_moved_though_the_provider_failed_is_taken_once() {
    String sku = sku(5);
    simulate(faults(0, 0, 1));
    try {
      var unknown = Http.post(orders(), order(item(sku, 1), 100), "Idempotency-Key", "late-" + sku);
      assertThat(unknown.brief()).isEqualTo("503 UPSTREAM_UNAVAILABLE");
      simulate(faults(0, 0, 0));
      var order = running().gateway.resolve(unknown.header("Location").orElseThrow());
      RunningSystem.await(
          "the order to be confirmed in the background",
          () -> Http.get(order).json().getString("status").equals("CONFIRMED"));
      assertThat(held(Http.get(order).json())).isEqualTo(100);
      assertThat(available(sku)).isEqualTo(4);
    } finally {
      simulate(faults(0, 0, 0));
    }
  }

  @Test
  default void nobody_works_for_a_caller_who_has_left() {
    String sku = sku(5);
    String reserve = "{\"items\": [" + item(sku, 1) + "]}";
    String charge = "{\"amount_cents\": 100, \"currency\": \"EUR\"}";
    String[] left = {"Idempotency-Key", "left-" + sku, "X-Request-Timeout-Ms", "0"};

    var reserved = Http.post(running().inventory.resolve("/reserve"), reserve, left);
    var charged = Http.post(running().payments.resolve("/charge"), charge, left);

    assertThat(reserved.brief()).isEqualTo("503 DEADLINE_EXCEEDED");
    assertThat(charged.brief()).isEqualTo("503 DEADLINE_EXCEEDED");
    assertThat(available(sku)).isEqualTo(5);
    assertThat(
            running()
                .number(
                    "payments", "select count(*) from charge where key = 'left-%s'".formatted(sku)))
        .isZero();
  }
}
