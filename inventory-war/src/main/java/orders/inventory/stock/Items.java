package orders.inventory.stock;

import jakarta.json.JsonArray;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import orders.json.CachedJson;

/**
 * What a reservation asks for: units per SKU, equal SKUs added up, in the order of the SKUs so that
 * all reservations lock the stock in one order and none waits for another in a circle.
 */
record Items(SortedMap<String, Long> unitsBySku) {
  /**
   * One line of a request.
   *
   * @param sku in its normal form
   * @param units above 0
   */
  record Line(String sku, long units) {}

  /**
   * @param lines in whatever order, each SKU on as many of them as its client likes
   * @return all of them
   */
  static Items of(List<Line> lines) {
    var unitsBySku = new TreeMap<String, Long>();
    lines.forEach(line -> unitsBySku.merge(line.sku(), line.units(), Long::sum));
    return new Items(unitsBySku);
  }

  /**
   * @return {@code [{"sku", "quantity"}]}: the form that is stored and fingerprinted
   */
  JsonArray toJson() {
    var lines = CachedJson.createArrayBuilder();
    for (Map.Entry<String, Long> entry : unitsBySku.entrySet()) {
      lines.add(
          CachedJson.createObjectBuilder()
              .add("sku", entry.getKey())
              .add("quantity", entry.getValue()));
    }
    return lines.build();
  }
}
