package orders.payments.charges;

import java.util.regex.Pattern;
import orders.http.body.JsonFields;
import orders.http.error.InvalidRequest;
import orders.value.Ascii;

/**
 * What to give back.
 *
 * @param chargeKey the {@code Idempotency-Key} of the charge
 * @param amountCents above 0
 */
record RefundRequest(String chargeKey, long amountCents) {
  private static final Pattern KEY = Ascii.visible(1, 255);

  /**
   * @throws InvalidRequest with every field that is wrong
   */
  static RefundRequest of(JsonFields request) {
    String chargeKey = request.text("charge_key", KEY);
    long amountCents = request.wholeNumber("amount_cents", 1, Long.MAX_VALUE);
    request.check();
    return new RefundRequest(chargeKey, amountCents);
  }
}
