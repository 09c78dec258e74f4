package orders.payments.charges;

/** What became of a charge. */
public sealed interface ChargeResult {

  /**
   * The money was taken.
   *
   * @param transactionId the provider's
   */
  record Charged(String transactionId) implements ChargeResult {}

  /** The payment was declined; nothing was taken. */
  record Declined() implements ChargeResult {}

  /** Nothing is taken, nor ever will be under this key: it was voided, before or since. */
  record Voided() implements ChargeResult {}

  /** The key is another charge's; nothing was taken for this one. */
  record KeyConflict() implements ChargeResult {}
}
