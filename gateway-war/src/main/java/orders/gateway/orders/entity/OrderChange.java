package orders.gateway.orders.entity;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one write changes of an order. Made by the order itself, which refuses what may not happen
 * to it before anything is written; the table refuses it once more.
 *
 * @param status its status from now on
 * @param transactionId of its payment; null leaves it as it was
 * @param dueIn until somebody must look at it; null for never
 * @param leased whether the caller goes on with it until then
 * @param parkedReason why nobody tries any more; null if somebody does, or need not
 * @param keepsKey false if its key is free for a new order once this one is undone
 * @param failed whether this ends an attempt that counts, and failed
 */
public record OrderChange(
    OrderStatus status,
    @Nullable String transactionId,
    @Nullable Duration dueIn,
    boolean leased,
    @Nullable String parkedReason,
    boolean keepsKey,
    boolean failed) {

  /** To a status in which nothing is left to do; the others say what is otherwise. */
  static OrderChange to(OrderStatus status) {
    return new OrderChange(status, null, null, false, null, true, false);
  }

  OrderChange paidBy(String transaction) {
    return new OrderChange(status, transaction, dueIn, leased, parkedReason, keepsKey, failed);
  }

  /** The caller goes on with it, for what is left of the lease. */
  OrderChange leasedFor(Duration left) {
    return new OrderChange(status, transactionId, left, true, parkedReason, keepsKey, failed);
  }

  /** Somebody goes on with it, after a while. */
  OrderChange waiting(Duration wait) {
    return new OrderChange(status, transactionId, wait, false, parkedReason, keepsKey, failed);
  }

  OrderChange parked(String reason) {
    return new OrderChange(
        status, transactionId, null, false, Objects.requireNonNull(reason), keepsKey, failed);
  }

  OrderChange freesKey() {
    return new OrderChange(status, transactionId, dueIn, leased, parkedReason, false, failed);
  }

  OrderChange afterAttempt(boolean failedOne) {
    return new OrderChange(status, transactionId, dueIn, leased, parkedReason, keepsKey, failedOne);
  }
}
