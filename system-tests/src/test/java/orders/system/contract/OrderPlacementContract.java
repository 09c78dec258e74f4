package orders.system.contract;

import static orders.system.fixture.OrderJson.item;
import static orders.system.fixture.OrderJson.order;
import static orders.system.fixture.Parallel.inParallel;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import orders.system.fixture.Http;
import org.junit.jupiter.api.Test;

/** An order that is placed: confirmed, or plainly refused, and nothing taken twice. */
public interface OrderPlacementContract extends SystemContract {

  @Test
  default void an_order_is_confirmed_and_can_be_read_again() {
    String sku = sku(50);

    var created = Http.post(orders(), order(item(sku, 2), 1500));

    assertThat(created.status()).as(created.text()).isEqualTo(201);
    String id = created.json().getString("id");
    assertThat(created.json().getString("status")).isEqualTo("CONFIRMED");
    String transaction = created.json().getString("transaction_id");
    assertThat(UUID.fromString(transaction))
        .as("clients have a column for it")
        .hasToString(transaction);
    assertThat(created.header("Location")).contains("/api/orders/" + id + "/");
    assertThat(stock(sku))
        .hasToString("{\"sku\":\"%s\",\"available\":48,\"reserved\":2}".formatted(sku));
    var detail = Http.get(orders().resolve(id + "/")).json();
    assertThat(detail.getString("status")).isEqualTo("CONFIRMED");
    assertThat(detail.getInt("amount_cents")).isEqualTo(1500);
    assertThat(detail.getString("currency")).isEqualTo("EUR");
    assertThat(detail.keySet())
        .containsExactlyInAnyOrder("id", "status", "amount_cents", "currency", "transaction_id");
  }

  @Test
  default void the_list_shows_the_newest_order_first_and_leaves_out_a_missing_transaction() {
    Http.post(orders(), order(item(sku(9), 1), 700));
    Http.post(orders(), order(item("NO-SUCH-SKU", 1), 800));

    var list = Http.get(orders().resolve("?page=1&page_size=2")).json();

    assertThat(list.getInt("page")).isEqualTo(1);
    assertThat(list.getInt("page_size")).isEqualTo(2);
    assertThat(list.getInt("count")).isGreaterThanOrEqualTo(2);
    var results = list.getJsonArray("results").getValuesAs(JsonObject.class);
    assertThat(results).extracting(order -> order.getInt("amount_cents")).containsExactly(800, 700);
    assertThat(results.get(0)).doesNotContainKey("transaction_id");
  }

  @Test
  default void a_declined_payment_gives_the_stock_back() {
    String sku = sku(5);

    var declined = Http.post(orders(), order(item(sku, 2), 1_000_001));

    assertThat(declined.brief()).isEqualTo("402 PAYMENT_FAILED");
    assertThat(available(sku)).isEqualTo(5);
  }

  @Test
  default void more_than_the_stock_is_refused_and_takes_nothing() {
    String plenty = sku(100);
    String scarce = sku(1);

    var refused = Http.post(orders(), order(item(plenty, 1) + "," + item(scarce, 2), 100));

    assertThat(refused.brief()).isEqualTo("422 INSUFFICIENT_STOCK");
    assertThat(available(plenty)).isEqualTo(100);
    assertThat(available(scarce)).isEqualTo(1);
  }

  @Test
  default void two_lines_with_one_sku_count_together() {
    String sku = sku(9);

    var refused =
        Http.post(orders(), order(item(sku, 5) + "," + item(sku.toLowerCase(Locale.ROOT), 5), 100));
    var confirmed = Http.post(orders(), order(item(sku, 5) + "," + item(sku, 4), 100));

    assertThat(refused.brief()).isEqualTo("422 INSUFFICIENT_STOCK");
    assertThat(confirmed.status()).isEqualTo(201);
    assertThat(available(sku)).isZero();
  }

  @Test
  default void orders_that_cross_on_two_skus_neither_wait_for_ever_nor_oversell() throws Exception {
    String left = sku(30);
    String right = sku(30);
    var requests = new ArrayList<Callable<Http.Answer>>();
    for (int i = 0; i < 50; i++) {
      String items =
          i % 2 == 0 ? item(left, 1) + "," + item(right, 1) : item(right, 1) + "," + item(left, 1);
      String key = "cross-" + left + "-" + i;
      requests.add(() -> Http.postUntilFinal(orders(), order(items, 100), key));
    }

    var answers = inParallel(requests);

    assertThat(answers).filteredOn(answer -> answer.status() < 300).hasSize(30);
    assertThat(answers)
        .filteredOn(answer -> answer.brief().equals("422 INSUFFICIENT_STOCK"))
        .hasSize(20);
    assertThat(available(left)).isZero();
    assertThat(available(right)).isZero();
  }
}
