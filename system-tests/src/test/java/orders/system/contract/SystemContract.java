package orders.system.contract;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.URI;
import orders.system.fixture.Http;
import orders.system.fixture.OrderJson;
import orders.system.fixture.Skus;
import orders.system.fixture.SystemUnderTest;

/** What the contracts have in common: a running system, and the few things that all of them do. */
public interface SystemContract {

  /**
   * @return the system under test, started
   */
  SystemUnderTest running();

  /**
   * @return where orders are placed and listed
   */
  default URI orders() {
    return running().gateway.resolve("/api/orders/");
  }

  /**
   * @param available units of it, put into the stock
   * @return an SKU that no other test uses
   */
  default String sku(long available) {
    String sku = Skus.next(getClass().getSimpleName());
    var stocked =
        Http.put(running().inventory.resolve("/stock/" + sku), "{\"quantity\": " + available + "}");
    assertThat(stocked.status()).as(stocked.text()).isEqualTo(200);
    return sku;
  }

  /**
   * @param sku in stock
   * @return units of it that can be ordered
   */
  default long available(String sku) {
    return stock(sku).getJsonNumber("available").longValue();
  }

  /**
   * @param sku in stock
   * @return what inventory says of it
   */
  default JsonObject stock(String sku) {
    return Http.get(running().inventory.resolve("/stock/" + sku)).json();
  }

  /**
   * @param sku of which one unit is ordered
   * @param amountCents what it costs
   * @return a confirmed order
   */
  default JsonObject confirmed(String sku, long amountCents) {
    return confirmed(sku, amountCents, "confirmed-" + sku);
  }

  /**
   * @param sku of which one unit is ordered
   * @param amountCents what it costs
   * @param key under which it is ordered
   * @return a confirmed order
   */
  default JsonObject confirmed(String sku, long amountCents, String key) {
    String order = OrderJson.order(OrderJson.item(sku, 1), amountCents);
    var created = Http.postUntilFinal(orders(), order, key);
    assertThat(created.status()).as(created.text()).isIn(200, 201);
    return created.json();
  }

  /**
   * @param order as it was answered
   * @param what the rest of the path, such as {@code cancel/}
   * @return where that is
   */
  default URI of(JsonObject order, String what) {
    return orders().resolve(order.getString("id") + "/" + what);
  }

  /**
   * @param order as it was answered
   * @return the cents of it that payments holds
   */
  default long held(JsonObject order) {
    return running()
        .number(
            "payments",
            "select amount_cents - refunded_cents from charge where transaction_id = '%s'"
                .formatted(order.getString("transaction_id")));
  }

  /**
   * @param faults of the payment provider from now on, see {@link #faults}
   */
  default void simulate(String faults) {
    var changed = Http.put(running().payments.resolve("/simulator"), faults);
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
  }

  /**
   * @param latencyMs of each call
   * @param early the share of calls that fail before the money moved, from 0 to 1
   * @param late the share of calls that fail after it moved
   * @return the setting of the simulated provider
   */
  static String faults(int latencyMs, double early, double late) {
    return "{\"latency_ms\": %d, \"error_rate\": %s, \"late_error_rate\": %s, \"timeout_rate\": 0, \"timeout_ms\": 0}"
        .formatted(latencyMs, early, late);
  }
}
