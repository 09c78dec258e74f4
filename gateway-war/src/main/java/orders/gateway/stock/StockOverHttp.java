package orders.gateway.stock;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import java.util.List;
import orders.gateway.orders.entity.Item;
import orders.gateway.upstream.Attempt;
import orders.gateway.upstream.ExponentialBackoff;
import orders.gateway.upstream.NoAnswer;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Asks the inventory service, and again where it did not answer: the key makes that safe. */
@ApplicationScoped
public class StockOverHttp implements Stock {

  @Inject @RestClient InventoryApi inventory;
  @Inject Attempt attempt;

  @Override
  @Retry(retryOn = NoAnswer.class, abortOn = NoAnswer.NotWorthRetrying.class)
  @ExponentialBackoff
  public Answer reserve(String key, List<Item> items) {
    var body = Json.createObjectBuilder().add("items", Item.toJson(items)).build();
    return NoAnswer.unlessAnswered(
        () -> attempt.atInventory(() -> inventory.reserve(key, body)),
        response ->
            switch (response.getStatus()) {
              case 200 -> Answer.RESERVED;
              case 422 -> Answer.REFUSED;
              default -> throw NoAnswer.unexpected(response);
            });
  }

  @Override
  @Retry(retryOn = NoAnswer.class, abortOn = NoAnswer.NotWorthRetrying.class)
  @ExponentialBackoff
  public void release(String key) {
    NoAnswer.unlessAnswered(() -> attempt.atUndo(() -> inventory.release(key)), NoAnswer::unlessOk);
  }
}
