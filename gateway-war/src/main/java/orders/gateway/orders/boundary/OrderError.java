package orders.gateway.orders.boundary;

import java.util.OptionalInt;
import orders.http.error.ErrorCode;

/** What can go wrong with an order, as its client is told. */
public enum OrderError implements ErrorCode {
  /** The payment was declined; nothing was kept. */
  PAYMENT_FAILED(402),
  /** Only for operators. */
  OPERATORS_ONLY(403),
  /** A request with this key is still running: ask again. */
  IDEMPOTENCY_IN_PROGRESS(409, 1),
  /** The order of this key was cancelled by its client before it was confirmed. */
  ORDER_CANCELLED(409),
  /** The order had failed by itself. */
  NOT_CANCELLABLE(409),
  /** The order holds no money. */
  NOT_REFUNDABLE(409),
  /** The order is not parked, or nobody has said yet whether it is to be undone. */
  NOT_RESOLVABLE(409),
  /** Not enough stock, or an SKU that does not exist; nothing was kept. */
  INSUFFICIENT_STOCK(422),
  /** More than is left of the order's money; nothing was given. */
  REFUND_EXCEEDS_AMOUNT(422),
  /** Inventory or payments did not answer: ask again under the same key. */
  UPSTREAM_UNAVAILABLE(503, 2);

  private final int status;
  private final OptionalInt retryAfterSeconds;

  OrderError(int status) {
    this.status = status;
    retryAfterSeconds = OptionalInt.empty();
  }

  OrderError(int status, int retryAfterSeconds) {
    this.status = status;
    this.retryAfterSeconds = OptionalInt.of(retryAfterSeconds);
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public OptionalInt retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
