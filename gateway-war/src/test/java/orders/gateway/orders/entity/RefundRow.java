package orders.gateway.orders.entity;

import java.time.OffsetDateTime;

/** A refund's row without a database: here, because it writes the fields that only JPA writes. */
public final class RefundRow {
  private final Refund refund;

  /**
   * @param refund that is stored now
   * @param now its creation
   */
  public RefundRow(Refund refund, OffsetDateTime now) {
    this.refund = copy(refund);
    this.refund.createdAt = now;
  }

  private static Refund copy(Refund from) {
    var to = new Refund();
    to.id = from.id;
    to.orderId = from.orderId;
    to.idempotencyKey = from.idempotencyKey;
    to.amountCents = from.amountCents;
    to.status = from.status;
    to.createdAt = from.createdAt;
    return to;
  }

  public Refund read() {
    return copy(refund);
  }

  public void close(Refund.Status end) {
    refund.status = end;
  }
}
