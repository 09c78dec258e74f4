package orders.payments.charges;

import orders.http.error.ErrorCode;

/** What can go wrong with a charge or a refund. */
public enum ChargeError implements ErrorCode {
  /** The payment was declined; nothing was taken. */
  PAYMENT_FAILED(402),
  /** The charge of this key was voided, before or since. */
  CHARGE_VOIDED(409),
  /** There is no such charge, or it holds no money. */
  NOT_REFUNDABLE(409),
  /** More than is left of the charge; nothing was given. */
  REFUND_EXCEEDS_CHARGE(422);

  private final int status;

  ChargeError(int status) {
    this.status = status;
  }

  @Override
  public int status() {
    return status;
  }
}
