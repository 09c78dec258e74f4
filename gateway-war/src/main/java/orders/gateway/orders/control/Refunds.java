package orders.gateway.orders.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.Optional;
import orders.database.DatabaseException;
import orders.gateway.orders.control.RefundResult.ExceedsAmount;
import orders.gateway.orders.control.RefundResult.KeyConflict;
import orders.gateway.orders.control.RefundResult.NotRefundable;
import orders.gateway.orders.control.RefundResult.Stored;
import orders.gateway.orders.entity.Lease;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.OrderStatus;
import orders.gateway.orders.entity.Refund;
import orders.gateway.upstream.NoAnswer;

/** Parts of an order's money that go back: once each, and never more than was charged. */
@ApplicationScoped
public class Refunds {
  private static final System.Logger LOG = System.getLogger(Refunds.class.getName());

  @Inject RefundRepository refundRepository;
  @Inject OrderRepository orders;
  @Inject Payment payment;

  /**
   * Gives a part of an order's money back, once per key.
   *
   * @param order as it was read
   * @param wanted not stored yet
   * @return what became of it
   * @throws Unfinished if nobody knows whether it is stored, and so going to be given
   */
  public RefundResult refund(Order order, Refund wanted) {
    // stored before the call, like an order: whoever dies, it is given back
    Optional<Lease> opened = open(wanted);
    if (opened.isEmpty()) {
      return earlierOf(order, wanted);
    }
    try {
      settle(order.leased(opened.get()).asked(), wanted);
      return new Stored(find(order, wanted).orElseThrow(), false);
    } catch (NoAnswer unknown) {
      LOG.log(Level.WARNING, "Order {0}, refund: {1}", order.id(), unknown.getMessage());
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "Order " + order.id() + ", refund", e);
    }
    // it is stored: its client must not ask for another one, for it is given back in any case
    return new Stored(wanted, false);
  }

  private Optional<Lease> open(Refund wanted) {
    try {
      return refundRepository.open(wanted);
    } catch (DatabaseException e) {
      // the last connection may have been refused, but the first one cut at its commit
      throw Unfinished.of(wanted, e);
    }
  }

  /** Its own write may have happened, and nobody knows before the table has been read. */
  private RefundResult earlierOf(Order order, Refund wanted) {
    try {
      return earlierRefund(order, wanted);
    } catch (RuntimeException e) {
      throw Unfinished.of(wanted, e);
    }
  }

  private Optional<Refund> find(Order order, Refund wanted) {
    return refundRepository.of(order).stream().filter(r -> r.id().equals(wanted.id())).findAny();
  }

  private RefundResult earlierRefund(Order read, Refund wanted) {
    Order order = orders.find(read.id()).orElseThrow();
    Optional<Refund> own = find(order, wanted);
    if (own.isPresent()) {
      // stored by a write whose connection was cut before it could say so
      return new Stored(own.get(), false);
    }
    for (Refund earlier : refundRepository.of(order)) {
      if (wanted.idempotencyKey() != null
          && wanted.idempotencyKey().equals(earlier.idempotencyKey())) {
        if (earlier.amountCents() != wanted.amountCents()) {
          return new KeyConflict();
        }
        return new Stored(earlier, true);
      }
    }
    return order.status() == OrderStatus.CONFIRMED ? new ExceedsAmount() : new NotRefundable();
  }

  /**
   * Gives what is still to be given.
   *
   * @param order the caller's own
   * @return the order
   * @throws NoAnswer if it is not known whether all of it was given
   */
  Order settleAll(Order order) {
    for (Refund refund : refundRepository.of(order)) {
      if (refund.status() == Refund.Status.PENDING) {
        settle(order, refund);
      }
    }
    return order;
  }

  /**
   * Makes sure that an order without stock is not charged: an attempt before this one may have had
   * the stock, which inventory has lost since, in a failover, and have asked for the money.
   *
   * @param order the caller's own
   * @return the order
   * @throws NoAnswer if it is not known whether it is charged
   */
  Order voidIfTriedBefore(Order order) {
    if (!order.isPlacedNow()) {
      payment.voidCharge(order.upstreamKey(), order.amount(), new OrderCall(order));
    }
    return order;
  }

  private void settle(Order order, Refund refund) {
    var call = new OrderCall(order);
    boolean given = payment.refund(order.upstreamKey(), refund.id(), refund.amountCents(), call);
    refundRepository.close(order, refund, refund.ended(given));
  }
}
