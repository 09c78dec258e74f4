package orders.gateway.orders.boundary;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.io.StringReader;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import orders.gateway.orders.control.PlacementResult;
import orders.gateway.orders.control.PlacementResult.Placed;
import orders.gateway.orders.control.RefundResult;
import orders.gateway.orders.control.Unfinished;
import orders.gateway.orders.entity.Item;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.OrderStatus;
import orders.gateway.orders.entity.Refund;
import orders.gateway.orders.entity.Timeline;
import orders.http.error.ErrorAnswers;
import orders.http.error.HttpError;
import orders.json.CachedJson;

/** What an order's row says, as HTTP. */
final class OrderAnswers {
  private OrderAnswers() {}

  /**
   * @param placement what became of the request
   * @return the answer, and where the order is if it is stored; the same for every request under
   *     one key, but for the replay header and 200 in place of 201
   */
  static Response of(PlacementResult placement, UriInfo uri) {
    if (placement instanceof PlacementResult.Placed placed) {
      return placed(placed, uri);
    }
    if (placement instanceof PlacementResult.InProgress inProgress) {
      var answer = ErrorAnswers.answer(OrderError.IDEMPOTENCY_IN_PROGRESS);
      inProgress.order().ifPresent(order -> answer.header("Location", location(order.id(), uri)));
      return answer.build();
    }
    return placement instanceof PlacementResult.KeyConflict
        ? ErrorAnswers.answer(HttpError.IDEMPOTENCY_CONFLICT).build()
        : unavailable().build();
  }

  private static Response placed(Placed placed, UriInfo uri) {
    Order order = placed.order();
    Response.ResponseBuilder answer =
        switch (order.status()) {
          case CONFIRMED -> confirmed(placed);
          case STOCK_FAILED -> ErrorAnswers.answer(OrderError.INSUFFICIENT_STOCK);
          case PAYMENT_FAILED -> ErrorAnswers.answer(OrderError.PAYMENT_FAILED);
          case PENDING -> unavailable();
          case CANCELLING, CANCELLED -> cancelled(placed);
        };
    answer.header("Location", location(order.id(), uri));
    if (placed.replay() && isFinal(order)) {
      answer.header("Idempotent-Replay", "true");
    }
    return answer.build();
  }

  /** What was confirmed was true when it was said, and a retry hears the same. */
  private static Response.ResponseBuilder cancelled(Placed placed) {
    Order order = placed.order();
    if (order.wasConfirmed()) {
      return confirmed(placed);
    }
    return order.holdsKey() ? ErrorAnswers.answer(OrderError.ORDER_CANCELLED) : unavailable();
  }

  /** Safe to obey: an order whose outcome is unknown goes on under its key, or is undone. */
  private static Response.ResponseBuilder unavailable() {
    return ErrorAnswers.answer(OrderError.UPSTREAM_UNAVAILABLE);
  }

  /**
   * @param unfinished what went wrong with a request whose order is stored
   * @return the answer to what went wrong, and where the order is; without {@code Retry-After} if
   *     the request has no key: it may have been done, and a second one would do it again
   */
  static Response unfinished(Unfinished unfinished, UriInfo uri) {
    Throwable wrong = Objects.requireNonNull(unfinished.getCause());
    var answer =
        Response.fromResponse(new ErrorAnswers().toResponse(wrong))
            .header("Location", location(unfinished.orderId(), uri));
    if (!unfinished.isRepeatable()) {
      answer.header("Retry-After", null);
    }
    return answer.build();
  }

  /** A 503 is never the last word on a key. */
  private static boolean isFinal(Order order) {
    return order.status() != OrderStatus.PENDING && (order.wasConfirmed() || order.holdsKey());
  }

  private static Response.ResponseBuilder confirmed(Placed placed) {
    Order order = placed.order();
    var body =
        CachedJson.createObjectBuilder()
            .add("id", order.id().toString())
            .add("status", OrderStatus.CONFIRMED.name())
            .add("transaction_id", order.transactionId())
            .build();
    return Response.status(placed.replay() ? 200 : 201).entity(body);
  }

  private static String location(UUID id, UriInfo uri) {
    return UriBuilder.fromUri(uri.getBaseUri()).path("api/orders/{id}/").build(id).getPath();
  }

  /**
   * @param order that was to be cancelled
   * @return 200, 202 or 409 as it went
   */
  static Response cancelling(Order order) {
    return switch (order.status()) {
      case CANCELLED -> Response.ok(view(order)).build();
      case PENDING, CONFIRMED, CANCELLING -> Response.accepted(view(order)).build();
      case STOCK_FAILED, PAYMENT_FAILED -> ErrorAnswers.answer(OrderError.NOT_CANCELLABLE).build();
    };
  }

  /**
   * @param result what became of the request
   * @return {@code {"id","order_id","amount_cents","status"}} with 201, 200 or 202; 409 or 422
   */
  static Response of(RefundResult result) {
    if (result instanceof RefundResult.Stored stored) {
      return stored(stored.refund(), stored.replay());
    }
    if (result instanceof RefundResult.KeyConflict) {
      return ErrorAnswers.answer(HttpError.IDEMPOTENCY_CONFLICT).build();
    }
    return ErrorAnswers.answer(
            result instanceof RefundResult.ExceedsAmount
                ? OrderError.REFUND_EXCEEDS_AMOUNT
                : OrderError.NOT_REFUNDABLE)
        .build();
  }

  private static Response stored(Refund refund, boolean replay) {
    Response.ResponseBuilder answer =
        switch (refund.status()) {
          case DONE -> Response.status(replay ? 200 : 201).entity(view(refund));
          case PENDING -> Response.accepted(view(refund));
          case REFUSED -> ErrorAnswers.answer(OrderError.NOT_REFUNDABLE);
        };
    if (replay && refund.status() != Refund.Status.PENDING) {
      answer.header("Idempotent-Replay", "true");
    }
    return answer.build();
  }

  static JsonObject view(Refund refund) {
    return CachedJson.createObjectBuilder()
        .add("id", refund.id().toString())
        .add("order_id", refund.orderId().toString())
        .add("amount_cents", refund.amountCents())
        .add("status", refund.status().name())
        .build();
  }

  /**
   * @param order any
   * @return what an operator wants to know of many orders
   */
  static JsonObject forOperators(Order order) {
    JsonObjectBuilder view = CachedJson.createObjectBuilder(view(order));
    view.add("since", Timeline.utc(order.since()))
        .add("created_at", Timeline.utc(order.createdAt()))
        .add("attempts", order.attempts());
    if (order.dueAt() != null) {
      view.add("due_at", Timeline.utc(order.dueAt()));
    }
    if (order.parkedReason() != null) {
      view.add("parked_reason", order.parkedReason());
    }
    return view.build();
  }

  /**
   * @param order any
   * @param refunds its own
   * @param timeline a JSON array, without the creation
   * @return everything known about it
   */
  static JsonObject forOperators(Order order, List<Refund> refunds, String timeline) {
    JsonObjectBuilder view = CachedJson.createObjectBuilder(forOperators(order));
    if (order.idempotencyKey() != null) {
      view.add("idempotency_key", order.idempotencyKey());
    }
    var given = CachedJson.createArrayBuilder();
    refunds.forEach(refund -> given.add(view(refund)));
    return view.add("upstream_key", order.upstreamKey())
        .add("items", Item.toJson(order.items()))
        .add("refunds", given)
        .add("steps", timeline(order, timeline).get("steps"))
        .build();
  }

  /**
   * @param order any
   * @param timeline a JSON array, without the creation
   * @return {@code {"id","status","attempts","steps"}}; a step is {@code {"at","attempt","event"}}
   *     and, of a call, {@code "ms"} and its HTTP status as {@code "answer"} or an {@code "error"}
   */
  static JsonObject timeline(Order order, String timeline) {
    var steps =
        CachedJson.createArrayBuilder()
            .add(
                CachedJson.createObjectBuilder()
                    .add("at", Timeline.utc(order.createdAt()))
                    .add("attempt", 1)
                    .add("event", OrderStatus.PENDING.name()));
    try (var reader = CachedJson.createReader(new StringReader(timeline))) {
      reader.readArray().forEach(steps::add);
    }
    return CachedJson.createObjectBuilder()
        .add("id", order.id().toString())
        .add("status", order.status().name())
        .add("attempts", order.attempts())
        .add("steps", steps)
        .build();
  }

  /**
   * @param order any
   * @return {@code {"id","status","amount_cents","currency","transaction_id"}}, the last left out
   *     while there is none
   */
  static JsonObject view(Order order) {
    JsonObjectBuilder view =
        CachedJson.createObjectBuilder()
            .add("id", order.id().toString())
            .add("status", order.status().name())
            .add("amount_cents", order.amount().cents())
            .add("currency", order.amount().currency().name());
    if (order.transactionId() != null) {
      view.add("transaction_id", order.transactionId());
    }
    return view.build();
  }
}
