package orders.gateway.orders.control;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.OrderStatus;

/** The table of orders without a database: enough of it to watch what an order's life writes. */
class BookInMemory extends OrderBook {
  private final Map<UUID, Order> orders = new LinkedHashMap<>();
  private final Map<UUID, Then> left = new LinkedHashMap<>();

  /** What the table says of an order: its status, and whether there is something left to do. */
  String row(Order order) {
    return orders.get(order.id()).status() + " " + left.get(order.id());
  }

  void leaseExpires(Order order) {
    left.put(order.id(), Then.GO_ON);
  }

  @Override
  Optional<Order> open(Order order) {
    if (order.idempotencyKey() != null
        && holder(order.caller(), order.idempotencyKey()).isPresent()) {
      return Optional.empty();
    }
    orders.put(order.id(), order);
    return Optional.of(order);
  }

  @Override
  boolean takeOver(Order order) {
    return left.remove(order.id(), Then.GO_ON);
  }

  @Override
  Order move(Order order, OrderStatus next, String transactionId, Then then) {
    order.moved(next, transactionId);
    left.put(order.id(), then);
    return order;
  }

  @Override
  Optional<Order> holder(String caller, String idempotencyKey) {
    return orders.values().stream()
        .filter(order -> order.caller().equals(caller))
        .filter(order -> idempotencyKey.equals(order.idempotencyKey()))
        .filter(order -> left.get(order.id()) != Then.FREE_KEY)
        .findFirst();
  }
}
