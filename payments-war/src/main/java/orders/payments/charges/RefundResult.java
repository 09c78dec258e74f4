package orders.payments.charges;

/** What became of a refund. */
public enum RefundResult {
  /** The money was given back. */
  GIVEN,
  /** The key is another refund's; nothing was given for this one. */
  KEY_CONFLICT,
  /** There is no such charge, or it holds no money. */
  NOT_REFUNDABLE,
  /** More than is left of the charge; nothing was given. */
  EXCEEDS_CHARGE
}
