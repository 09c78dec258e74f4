package orders.gateway.orders.boundary;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import orders.gateway.edge.Caller;
import orders.gateway.orders.control.OperatorActions;
import orders.gateway.orders.control.OrderList;
import orders.gateway.orders.control.OrderRepository;
import orders.gateway.orders.control.RefundRepository;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.OrderStatus;
import orders.http.body.JsonFields;
import orders.http.error.ApiException;
import orders.http.error.InvalidRequest;
import orders.json.CachedJson;
import org.jspecify.annotations.Nullable;

/**
 * For the person who is woken at night: what hangs, all that is known about it, and what can be
 * done. Every act is written into the order's timeline with its reason.
 */
@Path("api/admin/orders")
@RequestScoped
@OperatorsOnly.Guarded
@Produces(MediaType.APPLICATION_JSON)
public class AdminResource {
  private static final int LIMIT_MAX = 1000;
  private static final int OPEN_SECONDS_MAX = 100_000_000;
  private static final Pattern REASON = Pattern.compile("[^\\p{Cntrl}]{1,500}");

  @Inject OperatorActions actions;
  @Inject OrderRepository orders;
  @Inject OrderList orderList;
  @Inject RefundRepository refundRepository;
  @Inject OrderBulkhead bulkhead;
  @Inject Caller caller;

  /**
   * @param status only orders of that status
   * @param parked {@code true}: only orders that nobody tries any more
   * @param openSeconds only orders with something left to do that have had their status for so long
   * @param limit how many at most
   * @return {@code {"results": [...]}}, the longest in their status first
   */
  @GET
  public JsonObject list(
      @QueryParam("status") @Nullable String status,
      @QueryParam("parked") @DefaultValue("false") String parked,
      @QueryParam("open_secs") @DefaultValue("0") String openSeconds,
      @QueryParam("limit") @DefaultValue("100") String limit) {
    OrderStatus wanted = status == null ? null : status(status);
    int seconds =
        openSeconds.equals("0")
            ? 0
            : OrdersResource.wholeNumber("open_secs", openSeconds, OPEN_SECONDS_MAX);
    int max = OrdersResource.wholeNumber("limit", limit, LIMIT_MAX);
    var results = CachedJson.createArrayBuilder();
    orderList
        .inNeed(wanted, flag("parked", parked), seconds, max)
        .forEach(order -> results.add(OrderAnswers.forOperators(order)));
    return CachedJson.createObjectBuilder().add("results", results).build();
  }

  /**
   * @param id of an order
   * @return everything known about it
   */
  @GET
  @Path("{id}")
  public JsonObject detail(@PathParam("id") String id) {
    return detail(known(id));
  }

  /**
   * Tries an order again now.
   *
   * @param id of an order
   * @param body {@code {"reason"}}
   * @return everything known about it after that
   */
  @POST
  @Path("{id}/retry")
  @Consumes(MediaType.APPLICATION_JSON)
  public JsonObject retry(@PathParam("id") String id, InputStream body) {
    String by = reason(body);
    Order order = known(id);
    return detail(bulkhead.admit(() -> actions.retry(order, by)));
  }

  /**
   * Cancels an order.
   *
   * @param id of an order
   * @param body {@code {"reason"}}
   * @return everything known about it after that
   */
  @POST
  @Path("{id}/cancel")
  @Consumes(MediaType.APPLICATION_JSON)
  public JsonObject cancel(@PathParam("id") String id, InputStream body) {
    String by = reason(body);
    Order order = known(id);
    return detail(bulkhead.admit(() -> actions.cancel(order, by)));
  }

  /**
   * Ends a parked order that was settled by hand.
   *
   * @param id of an order
   * @param body {@code {"reason"}}
   * @return everything known about it after that
   */
  @POST
  @Path("{id}/resolve")
  @Consumes(MediaType.APPLICATION_JSON)
  public JsonObject resolve(@PathParam("id") String id, InputStream body) {
    String by = reason(body);
    return detail(
        actions
            .resolve(known(id), by)
            .orElseThrow(() -> new ApiException(OrderError.NOT_RESOLVABLE)));
  }

  /**
   * Lets the workers try all parked orders again.
   *
   * @param body {@code {"reason"}}
   * @return {@code {"orders": how many}}
   */
  @POST
  @Path("retry-parked")
  @Consumes(MediaType.APPLICATION_JSON)
  public JsonObject retryParked(InputStream body) {
    return CachedJson.createObjectBuilder().add("orders", orders.unparkAll(reason(body))).build();
  }

  private Order known(String id) {
    return OrdersResource.known(orders, id);
  }

  private JsonObject detail(Order order) {
    return OrderAnswers.forOperators(
        order, refundRepository.of(order), orders.timeline(order.id()).orElseThrow());
  }

  /** Who does it, and why; "local" is whoever reaches the operators' port without a token. */
  private String reason(InputStream body) {
    JsonFields fields = JsonFields.of(body);
    String reason = fields.text("reason", REASON);
    fields.check();
    return (caller.isAnybody() ? "local" : caller.name()) + ": " + reason;
  }

  private static boolean flag(String name, String value) {
    if (!List.of("true", "false").contains(value)) {
      throw InvalidRequest.parameter(name, "must be true or false");
    }
    return Boolean.parseBoolean(value);
  }

  private static OrderStatus status(String name) {
    return Arrays.stream(OrderStatus.values())
        .filter(status -> status.name().equals(name))
        .findAny()
        .orElseThrow(
            () ->
                InvalidRequest.parameter(
                    "status", "must be one of " + Arrays.toString(OrderStatus.values())));
  }
}
