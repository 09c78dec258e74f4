package orders.gateway.orders.control;

import static orders.gateway.orders.entity.OrderStatus.CANCELLED;
import static orders.gateway.orders.entity.OrderStatus.CANCELLING;
import static orders.gateway.orders.entity.OrderStatus.PENDING;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import orders.gateway.orders.entity.Order;

/** What a person does to an order: its client, or an operator. */
@ApplicationScoped
public class OperatorActions {
  @Inject OrderRepository orders;
  @Inject OrderSaga saga;

  /**
   * Undoes an order for good: the stock goes back, and what is left of the money. Its key stays its
   * own, also if it was undone before for another reason and no new order has the key yet.
   *
   * @param found as it was read; may be placed by somebody just now, who is stopped then
   * @param by who wants it and why, for the timeline
   * @return the order; CANCELLED, or CANCELLING while it is still being done; otherwise it failed
   *     by itself
   */
  public Order cancel(Order found, String by) {
    Order order = found;
    while (order.isCancellable() && !isBeingCancelled(order)) {
      Optional<Order> own = orders.act(order, order.cancel(), by);
      if (own.isPresent()) {
        return saga.carryOn(own.get());
      }
      order = orders.find(order.id()).orElseThrow();
    }
    if (order.status() == CANCELLED && !order.holdsKey()) {
      orders.keepKey(order, by);
    }
    return order;
  }

  /** Somebody is at it, and its key keeps its answer: not so if it is undone for another reason. */
  private static boolean isBeingCancelled(Order order) {
    return order.status() == CANCELLING && order.holdsKey() && order.parkedReason() == null;
  }

  /**
   * Tries an order again now, with as many attempts before it as a new one has.
   *
   * @param order as it was read
   * @param by who wants it and why, for the timeline
   * @return the order after that, taken from whoever had it; as it was if nothing is left to do, or
   *     somebody moved it since it was read
   */
  public Order retry(Order order, String by) {
    if (!order.isUnfinished()) {
      return order;
    }
    Optional<Order> own = orders.act(order, order.retry(), by);
    return own.isPresent() ? saga.carryOn(own.get()) : orders.find(order.id()).orElseThrow();
  }

  /**
   * Ends an order that was settled by hand: nothing more is asked of inventory or payments.
   *
   * @param order as it was read
   * @param by who says so and why, for the timeline
   * @return the order; CANCELLED if it was to be undone. Empty if it is not parked, or nobody has
   *     said yet whether it is to be undone
   */
  public Optional<Order> resolve(Order order, String by) {
    if (order.parkedReason() == null || order.status() == PENDING) {
      return Optional.empty();
    }
    boolean undone = order.status() == CANCELLING;
    return orders.resolve(order, undone ? order.undone() : order.finish(), by);
  }
}
