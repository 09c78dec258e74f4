package orders.gateway.payment;

import static orders.gateway.upstream.Service.PAYMENTS;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.regex.Pattern;
import orders.gateway.orders.control.Payment;
import orders.gateway.orders.entity.Money;
import orders.gateway.upstream.CallContext;
import orders.gateway.upstream.ExponentialBackoff;
import orders.gateway.upstream.NoAnswer;
import orders.gateway.upstream.Reply;
import orders.gateway.upstream.UpstreamCall;
import orders.http.idempotency.IdempotencyKey;
import orders.json.CachedJson;
import orders.value.Ascii;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Asks the payments service, and again if it did not answer: the key makes that safe. */
@ApplicationScoped
public class PaymentOverHttp implements Payment {
  private static final Pattern TRANSACTION_ID = Ascii.visible(1, 64);

  @Inject @RestClient PaymentsApi payments;
  @Inject UpstreamCall upstream;

  @Override
  @Retry(retryOn = NoAnswer.class, abortOn = NoAnswer.NotWorthRetrying.class)
  @ExponentialBackoff(PAYMENTS)
  public Answer charge(String key, Money amount, CallContext context) {
    var body = body(amount);
    return upstream.ask(
        PAYMENTS,
        "charge",
        context,
        timeoutMs -> payments.charge(IdempotencyKey.toHeader(key), timeoutMs, body),
        PaymentOverHttp::charged);
  }

  private static Answer charged(Reply reply) {
    if (reply.confirms("charged")) {
      return reply
          .text("transaction_id", TRANSACTION_ID)
          .map(id -> new Answer(Outcome.CHARGED, id))
          .orElseThrow(reply::unexpected);
    }
    if (reply.refuses(402, "PAYMENT_FAILED")) {
      return new Answer(Outcome.DECLINED);
    }
    if (reply.refuses(409, "CHARGE_VOIDED")) {
      return new Answer(Outcome.VOIDED);
    }
    if (reply.refuses(409, "IDEMPOTENCY_CONFLICT")) {
      return new Answer(Outcome.CONFLICT);
    }
    throw reply.unexpected();
  }

  private static String body(Money amount) {
    return CachedJson.createObjectBuilder()
        .add("amount_cents", amount.cents())
        .add("currency", amount.currency().name())
        .build()
        .toString();
  }

  @Override
  @Retry(retryOn = NoAnswer.class, abortOn = NoAnswer.NotWorthRetrying.class)
  @ExponentialBackoff(PAYMENTS)
  public void voidCharge(String key, Money amount, CallContext context) {
    var body = body(amount);
    upstream.ask(
        PAYMENTS,
        "void",
        context,
        timeoutMs -> payments.voidCharge(IdempotencyKey.toHeader(key), timeoutMs, body),
        PaymentOverHttp::voided);
  }

  /** Nothing to say: either way nothing of the order is charged. */
  private static Void voided(Reply reply) {
    if (reply.confirms("voided") || reply.refuses(409, "IDEMPOTENCY_CONFLICT")) {
      return null;
    }
    throw reply.unexpected();
  }

  @Override
  @Retry(retryOn = NoAnswer.class, abortOn = NoAnswer.NotWorthRetrying.class)
  @ExponentialBackoff(PAYMENTS)
  public boolean refund(String chargeKey, UUID refundId, long amountCents, CallContext context) {
    var body =
        CachedJson.createObjectBuilder()
            .add("charge_key", chargeKey)
            .add("amount_cents", amountCents)
            .build()
            .toString();
    return upstream.ask(
        PAYMENTS,
        "refund " + refundId,
        context,
        timeoutMs -> payments.refund(IdempotencyKey.toHeader(refundId.toString()), timeoutMs, body),
        PaymentOverHttp::refunded);
  }

  private static boolean refunded(Reply reply) {
    if (reply.confirms("refunded")) {
      return true;
    }
    if (reply.refuses(409, "NOT_REFUNDABLE") || reply.refuses(422, "REFUND_EXCEEDS_CHARGE")) {
      return false;
    }
    throw reply.unexpected();
  }
}
