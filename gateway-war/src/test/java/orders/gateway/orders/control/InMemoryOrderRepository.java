package orders.gateway.orders.control;

import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import orders.background.Backoff;
import orders.database.DatabaseException;
import orders.gateway.orders.entity.Intervention;
import orders.gateway.orders.entity.Lease;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.OrderChange;
import orders.gateway.orders.entity.OrderRow;

/** The orders without a database; its clock stands still until a test lets time pass. */
class InMemoryOrderRepository implements OrderRepository {
  static final Duration LEASE = Duration.ofSeconds(15);
  private static final Duration WAIT_MAX =
      LEASE.compareTo(Backoff.USUAL.max()) > 0 ? LEASE : Backoff.USUAL.max();

  private final Map<UUID, OrderRow> rows = new LinkedHashMap<>();
  private OffsetDateTime now = OffsetDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
  private boolean stealing;
  private boolean away;
  private Consumer<UUID> atResolve = order -> {};

  /** Makes the repository's clock show a later time, or an earlier one. */
  void letPass(Duration time) {
    now = now.plus(time);
  }

  /** From now on whoever writes finds that the order has become somebody else's. */
  void stealAll() {
    stealing = true;
  }

  /** From now on nothing can be written. */
  void goAway() {
    away = true;
  }

  void comeBack() {
    away = false;
  }

  /** The refunds are in the same database. */
  void alsoResolve(Consumer<UUID> refundsOf) {
    atResolve = refundsOf;
  }

  private void refuseIfAway() {
    if (away) {
      throw new DatabaseException(new SQLException("away", "08006"));
    }
  }

  OffsetDateTime now() {
    return now;
  }

  Lease lease() {
    return new Lease(now, System.nanoTime(), LEASE);
  }

  OrderRow row(UUID id) {
    return rows.get(id);
  }

  @Override
  public synchronized Optional<Order> open(Order order) {
    boolean keyHeld =
        order.idempotencyKey() != null
            && holder(order.caller(), order.idempotencyKey()).isPresent();
    if (keyHeld) {
      return Optional.empty();
    }
    String key = order.upstreamKey();
    boolean used = rows.values().stream().anyMatch(row -> row.read().upstreamKey().equals(key));
    Order stored = order.stored(used ? again(key, order.id()) : key, lease());
    rows.put(order.id(), new OrderRow(stored, now, LEASE));
    return Optional.of(stored);
  }

  /** Not longer than inventory and payments take a key. */
  private static String again(String key, UUID id) {
    return key.substring(0, Math.min(key.length(), 218)) + "~" + id;
  }

  @Override
  public synchronized Optional<Order> takeOver(Order order) {
    OrderRow row = rows.get(order.id());
    boolean free = !row.isLeased() || row.isDue(now) || waitsTooLong(row);
    if (row.version() != order.version() || !free) {
      return Optional.empty();
    }
    row.unpark();
    return Optional.of(row.take(now.plus(LEASE)).leased(lease()));
  }

  @Override
  public synchronized List<Order> claimDue(int max) {
    List<Order> due =
        rows.values().stream()
            .filter(row -> row.isDue(now))
            .sorted(Comparator.comparing(OrderRow::dueAt))
            .limit(max)
            .map(row -> row.take(now.plus(LEASE)).leased(lease()))
            .toList();
    due.forEach(Order::claimed);
    return due;
  }

  @Override
  public synchronized void endImpossibleWaits() {
    rows.values().stream().filter(this::waitsTooLong).forEach(row -> row.endWait(now));
  }

  private boolean waitsTooLong(OrderRow row) {
    return row.dueAt() != null && row.dueAt().isAfter(now.plus(WAIT_MAX).plusSeconds(5));
  }

  @Override
  public synchronized Order write(Order order, OrderChange change) {
    refuseIfAway();
    if (change.status() != order.status()) {
      order.timeline().add(order.lease().now(), change.status().name(), null);
    }
    OrderRow row = rows.get(order.id());
    if (stealing) {
      row.take(now.plus(LEASE));
    }
    if (row.version() != order.version()) {
      return row.read();
    }
    row.write(change, order.timeline().take(), now);
    order.apply(change);
    return order;
  }

  @Override
  public synchronized void keepKey(Order order, String by) {
    if (holder(order.caller(), order.idempotencyKey()).isEmpty()) {
      unmoved(order).ifPresent(row -> row.keepKey(by, now));
    }
  }

  @Override
  public synchronized Optional<Order> act(Order order, Intervention intervention, String by) {
    return unmoved(order)
        .map(row -> row.act(intervention, by, now, now.plus(LEASE)))
        .map(own -> own.leased(lease()).asked());
  }

  private Optional<OrderRow> unmoved(Order order) {
    return Optional.of(rows.get(order.id())).filter(row -> row.version() == order.version());
  }

  @Override
  public synchronized Optional<Order> resolve(Order order, OrderChange change, String by) {
    refuseIfAway();
    Optional<OrderRow> parked = unmoved(order).filter(OrderRow::isParked);
    parked.ifPresent(
        row -> {
          row.resolve(change.status(), by, now);
          atResolve.accept(order.id());
        });
    return parked.map(OrderRow::read);
  }

  @Override
  public synchronized int unparkAll(String by) {
    List<OrderRow> parked = rows.values().stream().filter(OrderRow::isParked).toList();
    parked.forEach(row -> row.retry(by, now));
    return parked.size();
  }

  @Override
  public synchronized Optional<Order> find(UUID id) {
    return Optional.ofNullable(rows.get(id)).map(OrderRow::read);
  }

  @Override
  public synchronized Optional<Order> holder(String caller, String idempotencyKey) {
    return rows.values().stream()
        .filter(OrderRow::holdsItsKey)
        .map(OrderRow::read)
        .filter(order -> order.caller().equals(caller))
        .filter(order -> order.idempotencyKey().equals(idempotencyKey))
        .findFirst();
  }

  @Override
  public synchronized Optional<String> timeline(UUID id) {
    return Optional.ofNullable(rows.get(id)).map(OrderRow::timeline);
  }
}
