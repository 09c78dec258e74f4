package orders.payments.charges;

import jakarta.json.Json;
import orders.http.body.JsonFields;
import orders.http.error.InvalidRequest;
import orders.json.Fingerprint;
import orders.payments.provider.Currency;

/**
 * What to charge.
 *
 * @param amountCents above 0
 * @param currency of the amount
 */
record ChargeRequest(long amountCents, Currency currency) {

  /**
   * @throws InvalidRequest with every field that is wrong
   */
  static ChargeRequest of(JsonFields request) {
    long amountCents = request.wholeNumber("amount_cents", 1, Long.MAX_VALUE);
    Currency currency = request.oneOf("currency", Currency.values());
    request.check();
    return new ChargeRequest(amountCents, currency);
  }

  String fingerprint() {
    return Fingerprint.of(
        Json.createObjectBuilder()
            .add("amount_cents", amountCents)
            .add("currency", currency.name())
            .build());
  }
}
