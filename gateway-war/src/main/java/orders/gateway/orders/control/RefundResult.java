package orders.gateway.orders.control;

import orders.gateway.orders.entity.Refund;

/** What became of a request for a refund. */
public sealed interface RefundResult {

  /**
   * The refund is stored.
   *
   * @param refund as it is now; PENDING if it will be done in the background
   * @param replay whether an earlier request asked for it
   */
  record Stored(Refund refund, boolean replay) implements RefundResult {}

  /** Its key is another amount's; nothing was stored. */
  record KeyConflict() implements RefundResult {}

  /** The order holds no money; nothing was stored. */
  record NotRefundable() implements RefundResult {}

  /** More than is left of the order's money; nothing was stored. */
  record ExceedsAmount() implements RefundResult {}
}
