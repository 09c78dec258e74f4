package orders.gateway.orders.control;

import java.util.Optional;
import orders.gateway.orders.entity.Order;

/** What became of a request to place an order. */
public sealed interface PlacementResult {

  /**
   * The order is stored.
   *
   * @param order as it is now; PENDING, or CANCELLED without its client's wish, if its outcome
   *     could not be learnt
   * @param replay whether an earlier request brought it to its end
   */
  record Placed(Order order, boolean replay) implements PlacementResult {}

  /** Its key is another payload's; nothing was stored. */
  record KeyConflict() implements PlacementResult {}

  /**
   * Another request with its key is still running.
   *
   * @param order of that key; empty if it was undone between two looks, and the key is free
   */
  record InProgress(Optional<Order> order) implements PlacementResult {}

  /** Inventory or payments is known to be away; nothing was stored. */
  record UpstreamAway() implements PlacementResult {}
}
