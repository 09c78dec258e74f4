package orders.gateway.orders.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.OrderStatus;
import orders.gateway.payment.Payment;
import orders.gateway.stock.Stock;
import orders.gateway.upstream.Door;
import orders.gateway.upstream.NoAnswer;
import orders.http.Refusal;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The life of an order, in the order in which it happens. Every road through it may be walked again
 * from its begin: what was done already is found done, because the order's key is the same.
 */
@ApplicationScoped
public class PlaceOrder {
  private static final System.Logger LOG = System.getLogger(PlaceOrder.class.getName());

  @Inject OrderBook book;
  @Inject Stock stock;
  @Inject Payment payment;
  @Inject Patience patience;
  @Inject Door door;

  @Inject
  @ConfigProperty(name = "ORDER_DEADLINE_SECS", defaultValue = "120")
  int deadlineSeconds;

  /**
   * @param order as it is now
   * @param replay whether an earlier request brought it to its end
   */
  public record Placement(Order order, boolean replay) {}

  /**
   * Places an order, or finds the one that its key placed before.
   *
   * @param order not stored yet
   * @return the order; PENDING or CANCELLED where its outcome could not be learnt
   * @throws Refusal 409 where its key belongs to another payload, or to a request still running;
   *     503 where an upstream is known to be away, and then nothing was stored
   * @throws SQLException where the gateway's database did not answer
   */
  public Placement place(Order order) throws SQLException {
    if (!door.letsIn()) {
      return earlier(order).orElseThrow(PlaceOrder::upstreamUnavailable);
    }
    // commit 1, before any upstream call: whoever dies after it, somebody finds the order
    Optional<Order> opened = book.open(order);
    return opened.isPresent()
        ? new Placement(carryOn(opened.get()), false)
        // none: undone between our two looks; its key is free, and the client asks again
        : earlier(order).orElseThrow(PlaceOrder::inProgress);
  }

  /**
   * Goes on with an order as far as it can be brought now.
   *
   * @param order the caller's own
   * @return the order as it is then; final, or left for another attempt
   * @throws SQLException where the gateway's database did not answer
   */
  Order carryOn(Order order) throws SQLException {
    try {
      return switch (order.status()) {
        case PENDING -> isAbandoned(order) ? abandon(order) : reserveAndCharge(order);
        case PAYMENT_FAILED -> paymentFailed(order);
        case CANCELLING -> undo(order);
        case CONFIRMED, STOCK_FAILED, CANCELLED -> book.close(order, order.status(), null);
      };
    } catch (NoAnswer unknown) {
      LOG.log(Level.WARNING, "Order {0}: {1}", order.id(), unknown.getMessage());
      // a client with a key can ask again; one without cannot, so its order is undone at once
      return order.status() == OrderStatus.PENDING && order.idempotencyKey() == null
          ? abandon(order)
          : postpone(order, order.status(), unknown);
    }
  }

  private Order reserveAndCharge(Order order) throws SQLException {
    if (stock.reserve(order) == Stock.Answer.REFUSED) {
      return book.close(order, OrderStatus.STOCK_FAILED, null);
    }
    Optional<String> transactionId = payment.charge(order);
    return transactionId.isPresent()
        ? book.close(order, OrderStatus.CONFIRMED, transactionId.get())
        : paymentFailed(order);
  }

  private Order paymentFailed(Order order) throws SQLException {
    try {
      stock.release(order);
      return book.close(order, OrderStatus.PAYMENT_FAILED, null);
    } catch (NoAnswer unknown) {
      // the client's answer is certain; the stock goes back later
      return postpone(order, OrderStatus.PAYMENT_FAILED, unknown);
    }
  }

  private boolean isAbandoned(Order order) {
    return order.isAbandoned(Duration.ofSeconds(deadlineSeconds));
  }

  private Order abandon(Order order) throws SQLException {
    // recorded before the undo: nobody may carry on with an order that is half undone
    Order cancelling = book.abandon(order);
    return cancelling.lease() == null ? cancelling : carryOn(cancelling);
  }

  private Order undo(Order order) throws SQLException {
    payment.voidCharge(order);
    stock.release(order);
    return book.close(order, OrderStatus.CANCELLED, null);
  }

  /**
   * Leaves an order for another attempt, or to a person where there were too many.
   *
   * @param order the caller's own
   * @param next its status from now on
   * @param reason why this attempt did not bring it to its end
   */
  Order postpone(Order order, OrderStatus next, RuntimeException reason) throws SQLException {
    return patience.isOver(order.attempts())
        ? book.park(order, next, reason.toString())
        : book.postpone(order, next, patience.wait(order.attempts()));
  }

  private Optional<Placement> earlier(Order order) throws SQLException {
    Optional<Order> found =
        order.idempotencyKey() == null
            ? Optional.empty()
            : book.holder(order.caller(), order.idempotencyKey());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Order holder = found.get();
    if (!holder.fingerprint().equals(order.fingerprint())) {
      throw new Refusal(409, "IDEMPOTENCY_CONFLICT");
    }
    if (holder.status() != OrderStatus.PENDING) {
      return Optional.of(new Placement(holder, true));
    }
    Order taken = book.takeOver(holder).orElseThrow(PlaceOrder::inProgress);
    return Optional.of(new Placement(carryOn(taken), false));
  }

  private static Refusal inProgress() {
    return new Refusal(409, "IDEMPOTENCY_IN_PROGRESS", Map.of("Retry-After", 1));
  }

  private static Refusal upstreamUnavailable() {
    return new Refusal(503, "UPSTREAM_UNAVAILABLE", Map.of("Retry-After", 2));
  }
}
