package orders.gateway.stock;

import static orders.gateway.upstream.Service.INVENTORY;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import orders.gateway.orders.entity.Item;
import orders.gateway.orders.entity.Order;
import orders.gateway.upstream.Calls;
import orders.gateway.upstream.ExponentialBackoff;
import orders.gateway.upstream.NoAnswer;
import orders.gateway.upstream.Reply;
import orders.http.CachedJson;
import orders.http.IdempotencyKey;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Asks the inventory service, and again where it did not answer: the key makes that safe. */
@ApplicationScoped
public class StockOverHttp implements Stock {
  @Inject @RestClient InventoryApi inventory;
  @Inject Calls calls;

  @Override
  @Retry(retryOn = NoAnswer.class, abortOn = NoAnswer.NotWorthRetrying.class)
  @ExponentialBackoff(INVENTORY)
  public Answer reserve(Order order) {
    var body = body(order);
    return calls.ask(
        INVENTORY,
        "reserve",
        order,
        timeoutMs ->
            inventory.reserve(IdempotencyKey.toHeader(order.upstreamKey()), timeoutMs, body),
        StockOverHttp::reserved);
  }

  private static Answer reserved(Reply reply) {
    if (reply.confirms("reserved")) {
      return Answer.RESERVED;
    }
    if (reply.refuses(422, "INSUFFICIENT_STOCK")) {
      return Answer.REFUSED;
    }
    if (reply.refuses(409, "RESERVATION_RELEASED")) {
      return Answer.RELEASED;
    }
    if (reply.refuses(409, "IDEMPOTENCY_CONFLICT")) {
      return Answer.CONFLICT;
    }
    throw reply.unexpected();
  }

  @Override
  @Retry(retryOn = NoAnswer.class, abortOn = NoAnswer.NotWorthRetrying.class)
  @ExponentialBackoff(INVENTORY)
  public boolean release(Order order) {
    var body = body(order);
    return calls.ask(
        INVENTORY,
        "release",
        order,
        timeoutMs ->
            inventory.release(IdempotencyKey.toHeader(order.upstreamKey()), timeoutMs, body),
        StockOverHttp::released);
  }

  private static boolean released(Reply reply) {
    if (reply.confirms("released")) {
      return true;
    }
    if (reply.refuses(409, "IDEMPOTENCY_CONFLICT")) {
      return false;
    }
    throw reply.unexpected();
  }

  private static String body(Order order) {
    return CachedJson.createObjectBuilder()
        .add("items", Item.toJson(order.items()))
        .build()
        .toString();
  }
}
