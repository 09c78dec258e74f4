package orders.gateway.orders.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import orders.gateway.orders.control.OrderBook.Then;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.OrderStatus;
import orders.gateway.payment.Payment;
import orders.gateway.stock.Stock;
import orders.gateway.upstream.NoAnswer;
import orders.http.Refusal;

/** The life of an order, in the order in which it happens. */
@ApplicationScoped
public class PlaceOrder {
  private static final System.Logger LOG = System.getLogger(PlaceOrder.class.getName());

  @Inject OrderBook book;
  @Inject Stock stock;
  @Inject Payment payment;

  /**
   * @param order as it is now
   * @param replay whether an earlier request placed it
   */
  public record Placement(Order order, boolean replay) {}

  /**
   * Places an order, or finds the one that its key placed before.
   *
   * @param order not stored yet
   * @return the order; PENDING or CANCELLED where its outcome could not be learnt
   * @throws Refusal 409 where its key belongs to another payload, or to a request still running
   * @throws SQLException where the gateway's database did not answer
   */
  public Placement place(Order order) throws SQLException {
    // commit 1, before any upstream call: whoever dies after it, somebody finds the order
    Optional<Order> opened = book.open(order);
    return opened.isPresent() ? new Placement(carryOn(opened.get()), false) : earlier(order);
  }

  private Order carryOn(Order order) throws SQLException {
    String key = order.upstreamKey();
    try {
      if (stock.reserve(key, order.items()) == Stock.Answer.REFUSED) {
        return book.move(order, OrderStatus.STOCK_FAILED, null, Then.NOTHING);
      }
      Optional<String> paid = payment.charge(key, order.amountCents(), order.currency());
      if (paid.isPresent()) {
        return book.move(order, OrderStatus.CONFIRMED, paid.get(), Then.NOTHING);
      }
    } catch (NoAnswer unknown) {
      LOG.log(Level.WARNING, "Order {0}: {1}", order.id(), unknown.getMessage());
      return postpone(order);
    }
    return paymentFailed(order);
  }

  private Order paymentFailed(Order order) throws SQLException {
    try {
      stock.release(order.upstreamKey());
      return book.move(order, OrderStatus.PAYMENT_FAILED, null, Then.NOTHING);
    } catch (NoAnswer unknown) {
      // the client's answer is certain; the stock goes back later
      return book.move(order, OrderStatus.PAYMENT_FAILED, null, Then.GO_ON);
    }
  }

  /** A client with a key can ask again; one without cannot, so its order is undone at once. */
  private Order postpone(Order order) throws SQLException {
    if (order.idempotencyKey() != null) {
      return book.move(order, OrderStatus.PENDING, null, Then.GO_ON);
    }
    // recorded before the undo: nobody may carry on with an order that is half undone
    Order cancelling = book.move(order, OrderStatus.CANCELLING, null, Then.GO_ON);
    return cancelling.status() == OrderStatus.CANCELLING ? undo(cancelling) : cancelling;
  }

  private Order undo(Order order) throws SQLException {
    try {
      payment.voidCharge(order.upstreamKey());
      stock.release(order.upstreamKey());
      return book.move(order, OrderStatus.CANCELLED, null, Then.FREE_KEY);
    } catch (NoAnswer unknown) {
      LOG.log(Level.WARNING, "Order {0}, undo: {1}", order.id(), unknown.getMessage());
      return order;
    }
  }

  private Placement earlier(Order order) throws SQLException {
    Order holder =
        book.holder(order.caller(), order.idempotencyKey())
            // undone between our two looks: its key is free, and the client asks again
            .orElseThrow(PlaceOrder::inProgress);
    if (!holder.fingerprint().equals(order.fingerprint())) {
      throw new Refusal(409, "IDEMPOTENCY_CONFLICT");
    }
    if (holder.status() != OrderStatus.PENDING) {
      return new Placement(holder, true);
    }
    if (!book.takeOver(holder)) {
      throw inProgress();
    }
    return new Placement(carryOn(holder), false);
  }

  private static Refusal inProgress() {
    return new Refusal(409, "IDEMPOTENCY_IN_PROGRESS", Map.of("Retry-After", 1));
  }
}
