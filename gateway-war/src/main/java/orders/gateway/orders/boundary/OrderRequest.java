package orders.gateway.orders.boundary;

import java.util.List;
import orders.gateway.orders.entity.Currency;
import orders.gateway.orders.entity.Item;
import orders.gateway.orders.entity.Money;
import orders.gateway.orders.entity.Order;
import orders.http.body.JsonFields;
import orders.http.error.InvalidRequest;
import orders.json.CachedJson;
import orders.json.Fingerprint;
import orders.value.ItemLimits;
import orders.value.Sku;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends to place an order.
 *
 * @param items 1 to 100
 * @param amount that it costs
 */
record OrderRequest(List<Item> items, Money amount) {
  /**
   * @param request the members of the body
   * @return the order request
   * @throws InvalidRequest with every field that is wrong
   */
  static OrderRequest of(JsonFields request) {
    var items =
        request.list(
            "items",
            ItemLimits.LINES_MAX,
            line ->
                new Item(
                    line.upperCase("sku", Sku.PATTERN),
                    line.wholeNumber("quantity", 1, ItemLimits.QUANTITY_MAX)));
    long amountCents = request.wholeNumber("amount_cents", 1, JsonFields.WHOLE_NUMBER_MAX);
    Currency currency = request.oneOf("currency", Currency.values());
    request.check();
    return new OrderRequest(items, new Money(amountCents, currency));
  }

  /**
   * @param caller who sends it; empty if callers are not known
   * @param idempotencyKey the client's, or null
   * @return the order, not stored yet
   */
  Order toOrder(String caller, @Nullable String idempotencyKey) {
    var normalForm =
        CachedJson.createObjectBuilder()
            .add("items", Item.toJson(items))
            .add("amount_cents", amount.cents())
            .add("currency", amount.currency().name())
            .build();
    String fingerprint = Fingerprint.of(normalForm);
    return new Order(caller, idempotencyKey, fingerprint, items, amount);
  }
}
