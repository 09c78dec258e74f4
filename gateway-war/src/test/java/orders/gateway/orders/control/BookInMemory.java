package orders.gateway.orders.control;

import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import orders.gateway.orders.entity.Lease;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.OrderStatus;

/** The table of orders without a database: enough of it to watch what an order's life writes. */
class BookInMemory extends OrderBook {
  private static final OffsetDateTime BEGIN =
      OffsetDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
  private static final Duration LEASE = Duration.ofSeconds(15);

  private final Map<UUID, Order> orders = new LinkedHashMap<>();
  private final Map<UUID, String> left = new LinkedHashMap<>();
  private boolean stolen;
  private boolean away;
  private boolean actsRefused;

  /** What the table says of an order: its status, and what is left to do. */
  String row(Order order) {
    return orders.get(order.id()).status() + " " + left.get(order.id());
  }

  /** The order as a worker would have it after that time. */
  Order claimed(Order order, Duration later) {
    setAttempts(order, order.attempts() + 1);
    order.claimed();
    return order.leased(lease(later));
  }

  /** From now on every order belongs to somebody else. */
  void stealAll() {
    stolen = true;
  }

  /** From now on nothing can be written. */
  void goAway() {
    away = true;
  }

  /** From now on somebody else is always faster. */
  void refuseActs() {
    actsRefused = true;
  }

  void setParked(Order order) {
    setParkedReason(order, "tried too often");
  }

  void setStatus(Order order, OrderStatus status) {
    set(order, "status", status);
  }

  void setAttempts(Order order, int attempts) {
    set(order, "attempts", attempts);
  }

  void setFailedAttempts(Order order, int failed) {
    set(order, "failedAttempts", failed);
  }

  private static void setParkedReason(Order order, String reason) {
    set(order, "parkedReason", reason);
  }

  /** What the database would have written. */
  static void set(Object row, String name, Object value) {
    try {
      var field = row.getClass().getDeclaredField(name);
      field.setAccessible(true);
      field.set(row, value);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  static Lease lease(Duration later) {
    return new Lease(BEGIN.plus(later), System.nanoTime(), LEASE);
  }

  @Override
  Optional<Order> open(Order order) {
    if (order.idempotencyKey() != null
        && holder(order.caller(), order.idempotencyKey()).isPresent()) {
      return Optional.empty();
    }
    orders.put(order.id(), order);
    left.put(order.id(), "LEASED");
    return Optional.of(order.stored(order.upstreamKey(), lease(Duration.ZERO)));
  }

  @Override
  Optional<Order> takeOver(Order order) {
    if (left.get(order.id()).equals("LEASED")) {
      return Optional.empty();
    }
    left.put(order.id(), "LEASED");
    setAttempts(order, order.attempts() + 1);
    set(order, "claimed", false);
    return Optional.of(order.leased(lease(Duration.ofSeconds(1))));
  }

  @Override
  Order close(Order order, OrderStatus next, String transactionId) throws SQLException {
    if (away) {
      throw new SQLException("away", "08006");
    }
    return write(order, next, transactionId, "DONE");
  }

  @Override
  Order postpone(Order order, OrderStatus next, Duration wait, boolean failed) {
    setFailedAttempts(order, order.failedAttempts() + (failed ? 1 : 0));
    return write(order, next, null, "DUE");
  }

  @Override
  Order park(Order order, OrderStatus next, String reason) {
    setParkedReason(order, reason);
    return write(order, next, null, "PARKED: " + reason);
  }

  @Override
  Optional<Order> act(Order order, OrderStatus next, String event, String detail) {
    if (actsRefused) {
      return Optional.empty();
    }
    setAttempts(order, 1);
    setFailedAttempts(order, 0);
    order.leased(lease(Duration.ofSeconds(1)));
    setParkedReason(order, null);
    order.moved(next, null, true);
    return Optional.of(order);
  }

  @Override
  public Optional<Order> find(UUID id) {
    return Optional.ofNullable(orders.get(id));
  }

  @Override
  Order abandon(Order order) {
    return write(order, OrderStatus.CANCELLING, null, "LEASED");
  }

  @Override
  Order withdraw(Order order) {
    return write(order, OrderStatus.CANCELLED, null, "DONE", false);
  }

  @Override
  Order decline(Order order) {
    return write(order, OrderStatus.PAYMENT_FAILED, null, "LEASED");
  }

  private Order write(Order order, OrderStatus next, String transactionId, String then) {
    return write(order, next, transactionId, then, next != OrderStatus.CANCELLING);
  }

  private Order write(
      Order order, OrderStatus next, String transactionId, String then, boolean keepsKey) {
    if (stolen) {
      return order.leased(null);
    }
    order.moved(next, transactionId, keepsKey);
    left.put(order.id(), then);
    return order;
  }

  @Override
  Optional<Order> holder(String caller, String idempotencyKey) {
    return orders.values().stream()
        .filter(order -> order.caller().equals(caller))
        .filter(order -> idempotencyKey.equals(order.idempotencyKey()))
        .filter(order -> order.status() != OrderStatus.CANCELLED)
        .findFirst();
  }
}
