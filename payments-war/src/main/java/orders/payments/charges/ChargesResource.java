package orders.payments.charges;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.UUID;
import orders.http.body.JsonFields;
import orders.http.error.ApiException;
import orders.http.error.HttpError;
import orders.http.idempotency.IdempotencyKey;
import orders.http.idempotency.Idempotent;
import orders.payments.provider.Currency;

/** The charges over HTTP. */
@Path("/")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ChargesResource {
  @Inject Cashier cashier;
  @Inject IdempotencyKey idempotencyKey;

  /**
   * Charges once per {@code Idempotency-Key}; without one each request is a charge of its own.
   *
   * @param body {@code {"amount_cents", "currency"}}
   * @return {@code {"charged": true, "transaction_id"}}
   */
  @POST
  @Path("charge")
  @Idempotent
  @Consumes(MediaType.APPLICATION_JSON)
  public JsonObject charge(InputStream body) {
    String key = idempotencyKey.value().orElseGet(() -> UUID.randomUUID().toString());
    ChargeResult result = cashier.charge(key, toCharge(JsonFields.of(body)));
    if (result instanceof ChargeResult.Charged charged) {
      return Json.createObjectBuilder()
          .add("charged", true)
          .add("transaction_id", charged.transactionId())
          .build();
    }
    if (result instanceof ChargeResult.Declined) {
      throw new ApiException(ChargeError.PAYMENT_FAILED);
    }
    throw new ApiException(
        result instanceof ChargeResult.Voided
            ? ChargeError.CHARGE_VOIDED
            : HttpError.IDEMPOTENCY_CONFLICT);
  }

  /**
   * Gives a part of a charge back, once per {@code Idempotency-Key}, which it must have.
   *
   * @param body {@code {"charge_key", "amount_cents"}}
   * @return {@code {"refunded": true}}
   */
  @POST
  @Path("refund")
  @Idempotent
  @Consumes(MediaType.APPLICATION_JSON)
  public JsonObject refund(InputStream body) {
    String key = idempotencyKey.required("refund");
    return switch (cashier.refund(key, toRefund(JsonFields.of(body)))) {
      case GIVEN -> Json.createObjectBuilder().add("refunded", true).build();
      case KEY_CONFLICT -> throw new ApiException(HttpError.IDEMPOTENCY_CONFLICT);
      case NOT_REFUNDABLE -> throw new ApiException(ChargeError.NOT_REFUNDABLE);
      case EXCEEDS_CHARGE -> throw new ApiException(ChargeError.REFUND_EXCEEDS_CHARGE);
    };
  }

  /**
   * Voids the charge of the {@code Idempotency-Key}, come what may: taken, not taken, or still on
   * its way. Safe to repeat.
   *
   * @param body of the charge, so that another one under the same key is left alone; may be empty
   * @return {@code {"voided": true}}
   */
  @POST
  @Path("void")
  @Idempotent
  public JsonObject voidCharge(InputStream body) {
    String key = idempotencyKey.required("charge");
    if (!cashier.voidCharge(key, JsonFields.ifAny(body).map(ChargesResource::toCharge))) {
      throw new ApiException(HttpError.IDEMPOTENCY_CONFLICT);
    }
    return Json.createObjectBuilder().add("voided", true).build();
  }

  private static ChargeRequest toCharge(JsonFields request) {
    long amountCents = request.wholeNumber("amount_cents", 1, Long.MAX_VALUE);
    Currency currency = request.oneOf("currency", Currency.values());
    request.check();
    return new ChargeRequest(amountCents, currency);
  }

  private static RefundRequest toRefund(JsonFields request) {
    String chargeKey = request.text("charge_key", IdempotencyKey.PATTERN);
    long amountCents = request.wholeNumber("amount_cents", 1, Long.MAX_VALUE);
    request.check();
    return new RefundRequest(chargeKey, amountCents);
  }
}
