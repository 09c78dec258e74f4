package orders.inventory.stock;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.UUID;
import orders.http.body.JsonFields;
import orders.http.error.ApiException;
import orders.http.error.HttpError;
import orders.http.error.InvalidRequest;
import orders.http.idempotency.IdempotencyKey;
import orders.http.idempotency.Idempotent;
import orders.json.CachedJson;
import orders.value.Ascii;
import orders.value.ItemLimits;
import orders.value.Sku;

/** The stock over HTTP. */
@Path("/")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class StockResource {
  @Inject Warehouse warehouse;
  @Inject IdempotencyKey idempotencyKey;

  /**
   * Reserves all items or none. Without an {@code Idempotency-Key} each request is one of its own.
   *
   * @param body {@code {"items": [{"sku", "quantity"}]}}
   * @return {@code {"reserved": true}}
   */
  @POST
  @Path("reserve")
  @Idempotent
  @Consumes(MediaType.APPLICATION_JSON)
  public JsonObject reserve(InputStream body) {
    String key = idempotencyKey.value().orElseGet(() -> UUID.randomUUID().toString());
    return switch (warehouse.reserve(key, items(JsonFields.of(body)))) {
      case RESERVED -> CachedJson.createObjectBuilder().add("reserved", true).build();
      case REFUSED -> throw new ApiException(StockError.INSUFFICIENT_STOCK);
      case RELEASED -> throw new ApiException(StockError.RESERVATION_RELEASED);
      case KEY_CONFLICT -> throw new ApiException(HttpError.IDEMPOTENCY_CONFLICT);
    };
  }

  /**
   * Gives the reservation of the {@code Idempotency-Key} back. Safe to repeat.
   *
   * @param body of the reservation, so that another one under the same key is left alone; may be
   *     empty
   * @return {@code {"released": true}}
   */
  @POST
  @Path("release")
  @Idempotent
  public JsonObject release(InputStream body) {
    String key = idempotencyKey.required("reservation");
    if (!warehouse.release(key, JsonFields.ifAny(body).map(StockResource::items))) {
      throw new ApiException(HttpError.IDEMPOTENCY_CONFLICT);
    }
    return CachedJson.createObjectBuilder().add("released", true).build();
  }

  /**
   * @param sku in whatever case
   * @return {@code {"sku", "available", "reserved"}}, in units
   */
  @GET
  @Path("stock/{sku}")
  public JsonObject stock(@PathParam("sku") String sku) {
    return warehouse
        .stock(Ascii.upperCase(sku))
        .orElseThrow(() -> new ApiException(HttpError.NOT_FOUND))
        .toJson();
  }

  /**
   * Sets how many units can be sold.
   *
   * @param sku in whatever case
   * @param body {@code {"quantity": 50}}
   * @return the stock as it is then
   */
  @PUT
  @Path("stock/{sku}")
  @Consumes(MediaType.APPLICATION_JSON)
  public JsonObject setStock(@PathParam("sku") String sku, InputStream body) {
    String upper = Ascii.upperCase(sku);
    if (!Sku.PATTERN.matcher(upper).matches()) {
      throw InvalidRequest.parameter("sku", "must match " + Sku.PATTERN.pattern());
    }
    JsonFields fields = JsonFields.of(body);
    long available = fields.wholeNumber("quantity", 0, ItemLimits.QUANTITY_MAX);
    fields.check();
    warehouse.setAvailable(upper, available);
    return stock(upper);
  }

  private static Items items(JsonFields request) {
    var lines =
        request.list(
            "items",
            ItemLimits.LINES_MAX,
            line ->
                new Items.Line(
                    line.upperCase("sku", Sku.PATTERN),
                    line.wholeNumber("quantity", 1, ItemLimits.QUANTITY_MAX)));
    request.check();
    return Items.of(lines);
  }
}
