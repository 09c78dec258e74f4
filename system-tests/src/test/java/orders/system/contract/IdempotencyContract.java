package orders.system.contract;

import static orders.system.fixture.OrderJson.item;
import static orders.system.fixture.OrderJson.order;
import static orders.system.fixture.Parallel.inParallel;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import orders.system.fixture.Http;
import org.junit.jupiter.api.Test;

/** One key, one order, and one answer. */
public interface IdempotencyContract extends SystemContract {

  @Test
  default void parallel_requests_with_one_key_make_one_order() throws Exception {
    String sku = sku(100);
    String body = order(item(sku, 1), 100);
    var requests = new ArrayList<Callable<Http.Answer>>();
    for (int i = 0; i < 20; i++) {
      requests.add(() -> Http.post(orders(), body, "Idempotency-Key", "parallel-" + sku));
    }

    var answers = inParallel(requests);

    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 201 && answer.status() != 200)
        .allSatisfy(answer -> assertThat(answer.brief()).isEqualTo("409 IDEMPOTENCY_IN_PROGRESS"));
    assertThat(available(sku)).isEqualTo(99);
  }

  @Test
  default void a_retry_with_the_same_key_replays_the_answer() {
    String sku = sku(10);
    String key = "replay-" + sku;

    var first = Http.post(orders(), order(item(sku, 1), 100), "Idempotency-Key", key);
    var reordered =
        "{\"currency\":\"eur\",\"amount_cents\":100.0,\"items\":[" + item(sku, 1) + "]}";
    var again = Http.post(orders(), reordered, "Idempotency-Key", '"' + key + '"');
    var other = Http.post(orders(), order(item(sku, 2), 100), "Idempotency-Key", key);

    assertThat(first.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text()).isEqualTo(first.text());
    assertThat(again.header("Idempotent-Replay")).contains("true");
    assertThat(other.brief()).isEqualTo("409 IDEMPOTENCY_CONFLICT");
    assertThat(available(sku)).isEqualTo(9);
  }

  /** Or whoever knows another's key could act on their stock and money. */
  @Test
  default void a_key_with_quotes_of_its_own_is_another_key_also_at_inventory_and_payments() {
    String sku = sku(10);
    String body = order(item(sku, 1), 100);
    String key = "quoted-" + sku;

    var bare = Http.post(orders(), body, "Idempotency-Key", key);
    var quoted = Http.post(orders(), body, "Idempotency-Key", "\"\\\"" + key + "\\\"\"");

    assertThat(quoted.status()).isEqualTo(201);
    assertThat(quoted.json().getString("transaction_id"))
        .isNotEqualTo(bare.json().getString("transaction_id"));
    assertThat(available(sku)).isEqualTo(8);
    assertThat(Http.post(of(quoted.json(), "cancel/"), "").status()).isEqualTo(200);
    assertThat(available(sku)).isEqualTo(9);
    assertThat(held(bare.json())).isEqualTo(100);
  }

  @Test
  default void a_refusal_is_replayed_even_when_the_stock_has_come_meanwhile() {
    String sku = sku(0);
    String key = "refused-" + sku;

    var first = Http.post(orders(), order(item(sku, 1), 100), "Idempotency-Key", key);
    Http.put(running().inventory.resolve("/stock/" + sku), "{\"quantity\": 5}");
    var again = Http.post(orders(), order(item(sku, 1), 100), "Idempotency-Key", key);

    assertThat(first.brief()).isEqualTo("422 INSUFFICIENT_STOCK");
    assertThat(first.header("Idempotent-Replay")).isEmpty();
    assertThat(again.brief()).isEqualTo("422 INSUFFICIENT_STOCK");
    assertThat(again.header("Idempotent-Replay")).contains("true");
  }
}
