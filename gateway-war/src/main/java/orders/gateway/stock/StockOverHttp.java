package orders.gateway.stock;

import static orders.gateway.upstream.Service.INVENTORY;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import orders.gateway.orders.control.Stock;
import orders.gateway.orders.entity.Item;
import orders.gateway.upstream.CallContext;
import orders.gateway.upstream.ExponentialBackoff;
import orders.gateway.upstream.NoAnswer;
import orders.gateway.upstream.Reply;
import orders.gateway.upstream.UpstreamCall;
import orders.http.idempotency.IdempotencyKey;
import orders.json.CachedJson;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Asks the inventory service, and again if it did not answer: the key makes that safe. */
@ApplicationScoped
public class StockOverHttp implements Stock {
  @Inject @RestClient InventoryApi inventory;
  @Inject UpstreamCall upstream;

  @Override
  @Retry(retryOn = NoAnswer.class, abortOn = NoAnswer.NotWorthRetrying.class)
  @ExponentialBackoff(INVENTORY)
  public Answer reserve(String key, List<Item> items, CallContext context) {
    var body = body(items);
    return upstream.ask(
        INVENTORY,
        "reserve",
        context,
        timeoutMs -> inventory.reserve(IdempotencyKey.toHeader(key), timeoutMs, body),
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
  public boolean release(String key, List<Item> items, CallContext context) {
    var body = body(items);
    return upstream.ask(
        INVENTORY,
        "release",
        context,
        timeoutMs -> inventory.release(IdempotencyKey.toHeader(key), timeoutMs, body),
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

  private static String body(List<Item> items) {
    return CachedJson.createObjectBuilder().add("items", Item.toJson(items)).build().toString();
  }
}
