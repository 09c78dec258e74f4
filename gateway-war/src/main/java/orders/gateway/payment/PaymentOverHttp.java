package orders.gateway.payment;

import static orders.gateway.upstream.Service.PAYMENTS;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.Refund;
import orders.gateway.upstream.Calls;
import orders.gateway.upstream.ExponentialBackoff;
import orders.gateway.upstream.NoAnswer;
import orders.http.IdempotencyKey;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Asks the payments service, and again where it did not answer: the key makes that safe. */
@ApplicationScoped
public class PaymentOverHttp implements Payment {

  @Inject @RestClient PaymentsApi payments;
  @Inject Calls calls;

  @Override
  @Retry(retryOn = NoAnswer.class, abortOn = NoAnswer.NotWorthRetrying.class)
  @ExponentialBackoff(PAYMENTS)
  public Optional<String> charge(Order order) {
    var body =
        Json.createObjectBuilder()
            .add("amount_cents", order.amountCents())
            .add("currency", order.currency().name())
            .build();
    return calls.ask(
        PAYMENTS,
        "charge",
        order,
        timeoutMs -> payments.charge(IdempotencyKey.toHeader(order.upstreamKey()), timeoutMs, body),
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
  @ExponentialBackoff(PAYMENTS)
  public void voidCharge(Order order) {
    calls.ask(
        PAYMENTS,
        "void",
        order,
        timeoutMs -> payments.voidCharge(IdempotencyKey.toHeader(order.upstreamKey()), timeoutMs),
        NoAnswer::unlessOk);
  }

  @Override
  @Retry(retryOn = NoAnswer.class, abortOn = NoAnswer.NotWorthRetrying.class)
  @ExponentialBackoff(PAYMENTS)
  public boolean refund(Order order, Refund refund) {
    var body =
        Json.createObjectBuilder()
            .add("charge_key", order.upstreamKey())
            .add("amount_cents", refund.amountCents())
            .build();
    return calls.ask(
        PAYMENTS,
        "refund " + refund.id(),
        order,
        timeoutMs ->
            payments.refund(IdempotencyKey.toHeader(refund.id().toString()), timeoutMs, body),
        response ->
            switch (response.getStatus()) {
              case 200 -> true;
              case 409, 422 -> false;
              default -> throw NoAnswer.unexpected(response);
            });
  }
}
