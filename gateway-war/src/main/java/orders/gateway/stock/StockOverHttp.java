package orders.gateway.stock;

import static orders.gateway.upstream.Service.INVENTORY;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import orders.gateway.orders.entity.Item;
import orders.gateway.orders.entity.Order;
import orders.gateway.upstream.Calls;
import orders.gateway.upstream.ExponentialBackoff;
import orders.gateway.upstream.NoAnswer;
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
    var body = Json.createObjectBuilder().add("items", Item.toJson(order.items())).build();
    return calls.ask(
        INVENTORY,
        "reserve",
        order,
        timeoutMs ->
            inventory.reserve(IdempotencyKey.toHeader(order.upstreamKey()), timeoutMs, body),
        response ->
            switch (response.getStatus()) {
              case 200 -> Answer.RESERVED;
              case 422 -> Answer.REFUSED;
              default -> throw NoAnswer.unexpected(response);
            });
  }

  @Override
  @Retry(retryOn = NoAnswer.class, abortOn = NoAnswer.NotWorthRetrying.class)
  @ExponentialBackoff(INVENTORY)
  public void release(Order order) {
    calls.ask(
        INVENTORY,
        "release",
        order,
        timeoutMs -> inventory.release(IdempotencyKey.toHeader(order.upstreamKey()), timeoutMs),
        NoAnswer::unlessOk);
  }
}
