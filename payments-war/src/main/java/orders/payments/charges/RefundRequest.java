package orders.payments.charges;

/**
 * What to give back.
 *
 * @param chargeKey the {@code Idempotency-Key} of the charge
 * @param amountCents above 0
 */
record RefundRequest(String chargeKey, long amountCents) {}
