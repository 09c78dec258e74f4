package orders.gateway.orders.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import orders.gateway.orders.entity.Order;
import orders.gateway.upstream.NoAnswer;

/** The road of an order, and the road back. It may be walked again from its beginning. */
@ApplicationScoped
public class OrderSaga {
  private static final System.Logger LOG = System.getLogger(OrderSaga.class.getName());

  @Inject OrderRepository orders;
  @Inject Stock stock;
  @Inject Payment payment;
  @Inject Refunds refunds;
  @Inject RetryBackoff backoff;

  /** Goes on with an order as far as it can be brought now, if it is the caller's own. */
  Order carryOn(Order order) {
    if (order.lease() == null) {
      return order;
    }
    try {
      return switch (order.status()) {
        case PENDING -> backoff.isOver(order) ? abandon(order) : reserve(order);
        case PAYMENT_FAILED -> giveStockBack(order);
        case CANCELLING -> giveAllBack(order);
        case CONFIRMED -> orders.write(refunds.settleAll(order), order.finish());
        case STOCK_FAILED, CANCELLED -> orders.write(order, order.finish());
      };
    } catch (NoAnswer unknown) {
      LOG.log(System.Logger.Level.WARNING, "Order {0}: {1}", order.id(), unknown.getMessage());
      return order.canBeAskedForAgain()
          ? orders.write(order, backoff.afterFailure(order, unknown))
          : abandon(order);
    }
  }

  private Order reserve(Order order) {
    return switch (stock.reserve(order.upstreamKey(), order.items(), new OrderCall(order))) {
      case RESERVED -> charge(order);
      case REFUSED -> orders.write(refunds.voidIfTriedBefore(order), order.failForStock());
      case RELEASED -> abandon(order);
      case CONFLICT -> orders.write(order, order.withdraw());
    };
  }

  private Order charge(Order order) {
    var charged = payment.charge(order.upstreamKey(), order.amount(), new OrderCall(order));
    return switch (charged.outcome()) {
      case CHARGED -> orders.write(order, order.confirm(charged.transactionId()));
      // written before its stock goes back: afterwards nobody could tell it from an undone order
      case DECLINED -> carryOn(orders.write(order, order.decline()));
      case VOIDED -> abandon(order);
      case CONFLICT -> orders.write(order, order.withdraw());
    };
  }

  private Order giveStockBack(Order order) {
    stock.release(order.upstreamKey(), order.items(), new OrderCall(order));
    return orders.write(order, order.finish());
  }

  /** Written before anything goes back: nobody may go on with an order that is half undone. */
  private Order abandon(Order order) {
    return carryOn(orders.write(order, order.abandon()));
  }

  private Order giveAllBack(Order order) {
    // the stock first: if its key is another's, so is the charge; but what was confirmed is its own
    var call = new OrderCall(order);
    if (stock.release(order.upstreamKey(), order.items(), call) || order.wasConfirmed()) {
      payment.voidCharge(order.upstreamKey(), order.amount(), call);
      // after it, so that a refund still on its way is refused and not given back twice
      refunds.settleAll(order);
    }
    return orders.write(order, order.undone());
  }
}
