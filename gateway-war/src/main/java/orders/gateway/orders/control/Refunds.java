package orders.gateway.orders.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.Optional;
import orders.gateway.orders.entity.Lease;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.OrderStatus;
import orders.gateway.orders.entity.Refund;
import orders.gateway.payment.Payment;
import orders.gateway.upstream.NoAnswer;
import orders.http.HttpError;
import orders.http.Refusal;

/** Parts of an order's money that go back: once each, and never more than was charged. */
@ApplicationScoped
public class Refunds {
  private static final System.Logger LOG = System.getLogger(Refunds.class.getName());

  @Inject RefundRepository refunds;
  @Inject OrderRepository orders;
  @Inject Payment payment;

  /**
   * @param refund as it is now
   * @param replay whether an earlier request asked for it
   */
  public record Refunding(Refund refund, boolean replay) {}

  /**
   * Gives a part of an order's money back, once per key.
   *
   * @param order as it was read
   * @param wanted not stored yet
   * @return the refund; PENDING where it will be done in the background
   * @throws Refusal 409 or 422 where it cannot be had
   * @throws Unfinished where nobody knows whether it is stored, and so going to be given
   * @throws SQLException where the gateway's database did not answer, and nothing is stored
   */
  public Refunding refund(Order order, Refund wanted) throws SQLException {
    // stored before the call, like an order: whoever dies, it is given back
    Optional<Lease> opened = open(wanted);
    if (opened.isEmpty()) {
      return earlierRefund(order, wanted);
    }
    try {
      settle(order.leased(opened.get()), wanted);
      return new Refunding(find(order, wanted).orElseThrow(), false);
    } catch (NoAnswer unknown) {
      LOG.log(Level.WARNING, "Order {0}, refund: {1}", order.id(), unknown.getMessage());
    } catch (SQLException | RuntimeException e) {
      LOG.log(Level.WARNING, "Order " + order.id() + ", refund", e);
    }
    // it is stored: its client must not ask for another one, for it is given back in any case
    return new Refunding(wanted, false);
  }

  private Optional<Lease> open(Refund wanted) throws SQLException {
    try {
      return refunds.open(wanted);
    } catch (SQLException e) {
      // the last connection may have been refused, but the first one cut at its commit
      throw new Unfinished(wanted, e);
    }
  }

  private Optional<Refund> find(Order order, Refund wanted) {
    return refunds.of(order).stream().filter(r -> r.id().equals(wanted.id())).findAny();
  }

  private Refunding earlierRefund(Order read, Refund wanted) {
    Order order = orders.find(read.id()).orElseThrow();
    Optional<Refund> own = find(order, wanted);
    if (own.isPresent()) {
      // stored by a write whose connection was cut before it could say so
      return new Refunding(own.get(), false);
    }
    for (Refund earlier : refunds.of(order)) {
      if (wanted.idempotencyKey() != null
          && wanted.idempotencyKey().equals(earlier.idempotencyKey())) {
        if (earlier.amountCents() != wanted.amountCents()) {
          throw new Refusal(HttpError.IDEMPOTENCY_CONFLICT);
        }
        return new Refunding(earlier, true);
      }
    }
    if (order.status() != OrderStatus.CONFIRMED) {
      throw new Refusal(OrderError.NOT_REFUNDABLE);
    }
    throw new Refusal(OrderError.REFUND_EXCEEDS_AMOUNT);
  }

  /**
   * Gives what is still to be given.
   *
   * @param order the caller's own
   * @return the order
   * @throws NoAnswer where it is not known whether all of it was given
   * @throws SQLException where the gateway's database did not answer
   */
  Order settleAll(Order order) throws SQLException {
    for (Refund refund : refunds.of(order)) {
      if (refund.status() == Refund.Status.PENDING) {
        settle(order, refund);
      }
    }
    return order;
  }

  private void settle(Order order, Refund refund) throws SQLException {
    refunds.close(order, refund, payment.refund(order, refund));
  }

  /**
   * Closes what was given by hand.
   *
   * @param order the caller's own
   * @throws SQLException where the gateway's database did not answer
   */
  void closeAll(Order order) throws SQLException {
    for (Refund refund : refunds.of(order)) {
      if (refund.status() == Refund.Status.PENDING) {
        refunds.close(order, refund, true);
      }
    }
  }
}
