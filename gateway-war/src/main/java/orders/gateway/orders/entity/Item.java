package orders.gateway.orders.entity;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.List;
import orders.json.CachedJson;

/**
 * One line of an order.
 *
 * @param sku in upper case
 * @param quantity in units, above 0
 */
public record Item(String sku, long quantity) {

  /**
   * @param items in the client's order, which counts
   * @return {@code [{"sku", "quantity"}]}
   */
  public static JsonArray toJson(List<Item> items) {
    var lines = CachedJson.createArrayBuilder();
    for (Item item : items) {
      lines.add(
          CachedJson.createObjectBuilder().add("sku", item.sku()).add("quantity", item.quantity()));
    }
    return lines.build();
  }

  /**
   * @param json what {@link #toJson} made
   * @return the items
   */
  public static List<Item> fromJson(String json) {
    try (var reader = CachedJson.createReader(new StringReader(json))) {
      return reader.readArray().getValuesAs(JsonObject.class).stream()
          .map(
              line ->
                  new Item(line.getString("sku"), line.getJsonNumber("quantity").longValueExact()))
          .toList();
    }
  }
}
