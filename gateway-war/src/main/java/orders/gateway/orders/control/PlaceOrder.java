package orders.gateway.orders.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import orders.gateway.orders.control.PlacementResult.InProgress;
import orders.gateway.orders.control.PlacementResult.KeyConflict;
import orders.gateway.orders.control.PlacementResult.Placed;
import orders.gateway.orders.control.PlacementResult.UpstreamAway;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.OrderStatus;
import orders.gateway.upstream.UpstreamGate;

/** Places an order, or finds the one that its key placed before. */
@ApplicationScoped
public class PlaceOrder {
  @Inject OrderRepository orders;
  @Inject OrderSaga saga;
  @Inject UpstreamGate gate;

  /**
   * @param order not stored yet
   * @return what became of it
   * @throws Unfinished if the order is stored, or was before, and its outcome is open
   */
  public PlacementResult place(Order order) {
    return gate.isOpen() ? open(order) : earlier(order).orElseGet(() -> tryOut(order));
  }

  /** One order in a while, to learn whether the upstream services are back. */
  private PlacementResult tryOut(Order order) {
    if (!gate.letsIn()) {
      return new UpstreamAway();
    }
    try {
      return open(order);
    } finally {
      gate.leaves();
    }
  }

  private PlacementResult open(Order order) {
    // commit 1, before any upstream call: whoever dies after it, somebody finds the order
    Optional<Order> opened = orders.open(order);
    return opened.isPresent()
        ? carryOn(opened.get())
        // none: undone between our two looks; its key is free, and the client asks again
        : earlier(order).orElseGet(() -> new InProgress(Optional.empty()));
  }

  private Optional<PlacementResult> earlier(Order order) {
    return order.idempotencyKey() == null
        ? Optional.empty()
        : orders
            .holder(order.caller(), order.idempotencyKey())
            .map(holder -> repeated(order, holder));
  }

  private PlacementResult repeated(Order order, Order holder) {
    if (!holder.fingerprint().equals(order.fingerprint())) {
      return new KeyConflict();
    }
    return holder.status() == OrderStatus.PENDING ? takeOver(holder) : new Placed(holder, true);
  }

  /** From here on the order is stored, and whatever goes wrong, its client learns where it is. */
  private PlacementResult takeOver(Order holder) {
    Optional<Order> own;
    try {
      own = orders.takeOver(holder);
    } catch (RuntimeException e) {
      throw Unfinished.of(holder, e);
    }
    return own.isPresent() ? carryOn(own.get()) : new InProgress(Optional.of(holder));
  }

  private PlacementResult carryOn(Order own) {
    try {
      return new Placed(saga.carryOn(own), false);
    } catch (RuntimeException e) {
      throw Unfinished.of(own, e);
    }
  }
}
