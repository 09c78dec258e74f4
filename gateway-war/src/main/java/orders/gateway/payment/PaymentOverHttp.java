package orders.gateway.payment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import orders.gateway.orders.entity.Currency;
import orders.gateway.upstream.Attempt;
import orders.gateway.upstream.ExponentialBackoff;
import orders.gateway.upstream.NoAnswer;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Asks the payments service, and again where it did not answer: the key makes that safe. */
@ApplicationScoped
public class PaymentOverHttp implements Payment {

  @Inject @RestClient PaymentsApi payments;
  @Inject Attempt attempt;

  @Override
  @Retry(retryOn = NoAnswer.class, abortOn = NoAnswer.NotWorthRetrying.class)
  @ExponentialBackoff
  public Optional<String> charge(String key, long amountCents, Currency currency) {
    var body =
        Json.createObjectBuilder()
            .add("amount_cents", amountCents)
            .add("currency", currency.name())
            .build();
    return NoAnswer.unlessAnswered(
        () -> attempt.atPayments(() -> payments.charge(key, body)),
        response ->
            switch (response.getStatus()) {
              case 200 -> Optional.of(transactionId(response));
              case 402 -> Optional.empty();
              default -> throw NoAnswer.unexpected(response);
            });
  }

  private static String transactionId(Response charged) {
    return charged.readEntity(JsonObject.class).getString("transaction_id");
  }

  @Override
  @Retry(retryOn = NoAnswer.class, abortOn = NoAnswer.NotWorthRetrying.class)
  @ExponentialBackoff
  public void voidCharge(String key) {
    NoAnswer.unlessAnswered(
        () -> attempt.atUndo(() -> payments.voidCharge(key)), NoAnswer::unlessOk);
  }
}
