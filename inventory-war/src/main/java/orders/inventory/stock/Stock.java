package orders.inventory.stock;

import jakarta.json.JsonObject;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import orders.json.CachedJson;

/** How much of one SKU there is. Written only by {@link Warehouse}. */
@Entity
@Table(name = "stock")
public class Stock {
  @Id private String sku;
  private long available;
  private long reserved;

  /** For JPA. */
  protected Stock() {}

  /**
   * @return {@code {"sku", "available", "reserved"}}, both numbers in units
   */
  JsonObject toJson() {
    return CachedJson.createObjectBuilder()
        .add("sku", sku)
        .add("available", available)
        .add("reserved", reserved)
        .build();
  }
}
