package orders.payments.charges;

import jakarta.json.Json;
import orders.json.Fingerprint;
import orders.payments.provider.Currency;

/**
 * What to charge.
 *
 * @param amountCents above 0
 * @param currency of the amount
 */
record ChargeRequest(long amountCents, Currency currency) {

  String fingerprint() {
    return Fingerprint.of(
        Json.createObjectBuilder()
            .add("amount_cents", amountCents)
            .add("currency", currency.name())
            .build());
  }
}
