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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.Optional;
import java.util.UUID;
import orders.gateway.edge.Caller;
import orders.gateway.orders.control.OperatorActions;
import orders.gateway.orders.control.OrderList;
import orders.gateway.orders.control.OrderRepository;
import orders.gateway.orders.control.PlaceOrder;
import orders.gateway.orders.control.Refunds;
import orders.gateway.orders.control.Unfinished;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.Refund;
import orders.gateway.throttle.RateLimited;
import orders.gateway.throttle.Scope;
import orders.http.body.JsonFields;
import orders.http.error.ApiException;
import orders.http.error.HttpError;
import orders.http.error.InvalidRequest;
import orders.http.idempotency.IdempotencyKey;
import orders.http.idempotency.Idempotent;
import orders.json.CachedJson;

/** The orders over HTTP. */
@Path("/api/orders")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class OrdersResource {
  private static final int PAGE_MAX = 1_000_000;
  private static final int PAGE_SIZE_MAX = 100;

  @Inject PlaceOrder placeOrder;
  @Inject OperatorActions actions;
  @Inject OrderRepository orders;
  @Inject OrderList orderList;
  @Inject Refunds refunds;
  @Inject OrderBulkhead bulkhead;
  @Inject IdempotencyKey idempotencyKey;
  @Inject Caller caller;

  /**
   * Places an order, once per {@code Idempotency-Key}.
   *
   * @param body an {@link OrderRequest}
   * @return 201 if it is confirmed; see {@link OrderAnswers}
   */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Idempotent
  @RateLimited(Scope.ORDERS_CREATE)
  public Response create(@Context UriInfo uri, InputStream body) {
    String key = idempotencyKey.value().orElse(null);
    var order = OrderRequest.of(JsonFields.of(body)).toOrder(caller.name(), key);
    try {
      return OrderAnswers.of(bulkhead.admit(() -> placeOrder.place(order)), uri);
    } catch (Unfinished unfinished) {
      return OrderAnswers.unfinished(unfinished, uri);
    }
  }

  /**
   * Lists orders, newest first.
   *
   * @param page from 1
   * @param pageSize orders a page, at most 100
   * @return {@code {"count", "page", "page_size", "results"}}
   */
  @GET
  @RateLimited(Scope.ORDERS_LIST)
  public JsonObject list(
      @QueryParam("page") @DefaultValue("1") String page,
      @QueryParam("page_size") @DefaultValue("20") String pageSize) {
    int number = wholeNumber("page", page, PAGE_MAX);
    int size = wholeNumber("page_size", pageSize, PAGE_SIZE_MAX);
    String whose = caller.seesAll() ? null : caller.name();
    var results = CachedJson.createArrayBuilder();
    orderList.newest(whose, number, size).forEach(order -> results.add(OrderAnswers.view(order)));
    return CachedJson.createObjectBuilder()
        .add("count", orderList.count(whose))
        .add("page", number)
        .add("page_size", size)
        .add("results", results)
        .build();
  }

  /**
   * @param id of an order
   * @return the order; 404 if there is none, or if the id is none
   */
  @GET
  @Path("{id}")
  @RateLimited(Scope.ORDERS_DETAIL)
  public JsonObject detail(@PathParam("id") String id) {
    return OrderAnswers.view(known(id));
  }

  /**
   * @param id of an order
   * @return what happened to it, step by step; 404 if there is no such order
   */
  @GET
  @Path("{id}/timeline")
  @RateLimited(Scope.ORDERS_DETAIL)
  public JsonObject timeline(@PathParam("id") String id) {
    Order order = known(id);
    return OrderAnswers.timeline(order, orders.timeline(order.id()).orElseThrow());
  }

  /**
   * Cancels an order for good; safe to repeat.
   *
   * @param id of an order
   * @return 200 once it is undone, 202 while it is being undone; 409 if it failed by itself
   */
  @POST
  @Path("{id}/cancel")
  @RateLimited(Scope.ORDERS_CHANGE)
  public Response cancel(@PathParam("id") String id) {
    Order order = known(id);
    return OrderAnswers.cancelling(
        bulkhead.admit(
            () -> actions.cancel(order, operator(order).orElse("asked for by its client"))));
  }

  /**
   * Gives a part of an order's money back, once per {@code Idempotency-Key}.
   *
   * @param id of an order
   * @param body {@code {"amount_cents": 500}}
   * @return 201 once it is given back, 202 while it is being done; 200 for a replay
   */
  @POST
  @Path("{id}/refunds")
  @Consumes(MediaType.APPLICATION_JSON)
  @Idempotent
  @RateLimited(Scope.ORDERS_CHANGE)
  public Response refund(@Context UriInfo uri, @PathParam("id") String id, InputStream body) {
    String key = idempotencyKey.value().orElse(null);
    JsonFields fields = JsonFields.of(body);
    long amountCents = fields.wholeNumber("amount_cents", 1, JsonFields.WHOLE_NUMBER_MAX);
    fields.check();
    Order order = known(id);
    var refund = new Refund(order.id(), key, amountCents);
    operator(order).ifPresent(refund::askedBy);
    try {
      return OrderAnswers.of(bulkhead.admit(() -> refunds.refund(order, refund)));
    } catch (Unfinished unfinished) {
      return OrderAnswers.unfinished(unfinished, uri);
    }
  }

  /** Who comes in their place, by name: the timeline is not to say that it was the client. */
  private Optional<String> operator(Order order) {
    return caller.isOperator() && !order.caller().equals(caller.name())
        ? Optional.of(caller.name() + ": asked for by an operator")
        : Optional.empty();
  }

  /** Another's order is answered like none at all: that it exists is nobody else's business. */
  private Order known(String id) {
    Order order = known(orders, id);
    if (!caller.seesAll() && !order.caller().equals(caller.name())) {
      throw notFound();
    }
    return order;
  }

  static Order known(OrderRepository orders, String id) {
    return orders.find(uuid(id)).orElseThrow(OrdersResource::notFound);
  }

  static int wholeNumber(String name, String value, int max) {
    if (value.matches("[0-9]{1,9}") && Integer.parseInt(value) >= 1) {
      int number = Integer.parseInt(value);
      if (number <= max) {
        return number;
      }
    }
    throw InvalidRequest.parameter(name, "must be a whole number from 1 to " + max);
  }

  private static UUID uuid(String id) {
    // UUID.fromString also takes "1-1-1-1-1"
    if (!id.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
      throw notFound();
    }
    return UUID.fromString(id);
  }

  private static ApiException notFound() {
    return new ApiException(HttpError.NOT_FOUND);
  }
}
