package orders.system.contract;

import static orders.system.fixture.OrderJson.item;
import static orders.system.fixture.OrderJson.order;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import orders.system.fixture.Http;
import org.junit.jupiter.api.Test;

/** An order that its client takes back. */
public interface CancelContract extends SystemContract {

  @Test
  default void a_cancelled_order_gives_back_the_stock_and_the_money_and_its_key_keeps_its_answer() {
    String sku = sku(5);
    String key = "cancel-" + sku;
    JsonObject order = confirmed(sku, 700, key);

    var cancelled = Http.post(of(order, "cancel/"), "");
    var again = Http.post(of(order, "cancel/"), "");

    assertThat(cancelled.status()).as(cancelled.text()).isEqualTo(200);
    assertThat(cancelled.json().getString("status")).isEqualTo("CANCELLED");
    assertThat(again.status()).isEqualTo(200);
    assertThat(available(sku)).isEqualTo(5);
    assertThat(held(order)).isZero();
    var replayed = Http.post(orders(), order(item(sku, 1), 700), "Idempotency-Key", key);
    assertThat(replayed.status()).isEqualTo(200);
    assertThat(replayed.json()).isEqualTo(order);
  }

  @Test
  default void an_order_that_failed_cannot_be_cancelled() {
    String sku = sku(0);
    Http.post(orders(), order(item(sku, 1), 100));
    String id = Http.get(orders()).json().getJsonArray("results").getJsonObject(0).getString("id");

    var refused = Http.post(orders().resolve(id + "/cancel/"), "");

    assertThat(refused.brief()).isEqualTo("409 NOT_CANCELLABLE");
  }
}
