package orders.gateway.orders.control;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import orders.database.DatabaseException;
import orders.gateway.orders.entity.Lease;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.OrderRow;
import orders.gateway.orders.entity.Refund;
import orders.gateway.orders.entity.RefundRow;

/** The refunds without a database. */
class InMemoryRefundRepository implements RefundRepository {
  private final InMemoryOrderRepository orders;
  private final Map<UUID, RefundRow> rows = new LinkedHashMap<>();
  private boolean away;

  InMemoryRefundRepository(InMemoryOrderRepository orders) {
    this.orders = orders;
    orders.alsoResolve(
        order ->
            rows.values().stream()
                .filter(row -> row.read().orderId().equals(order))
                .filter(row -> row.read().status() == Refund.Status.PENDING)
                .forEach(row -> row.close(Refund.Status.DONE)));
  }

  /** From now on what becomes of a refund cannot be written. */
  void goAway() {
    away = true;
  }

  @Override
  public synchronized Optional<Lease> open(Refund refund) {
    boolean again =
        rows.containsKey(refund.id())
            || (refund.idempotencyKey() != null
                && all(refund.orderId()).stream()
                    .anyMatch(r -> refund.idempotencyKey().equals(r.idempotencyKey())));
    Lease lease = orders.lease();
    OrderRow order = orders.row(refund.orderId());
    if (again
        || !order.openRefund(
            refund, orders.now(), orders.now().plus(InMemoryOrderRepository.LEASE))) {
      return Optional.empty();
    }
    rows.put(refund.id(), new RefundRow(refund, orders.now()));
    return Optional.of(lease);
  }

  @Override
  public synchronized void close(Order order, Refund refund, Refund.Status end) {
    if (away) {
      throw new DatabaseException(new SQLException("away", "08006"));
    }
    RefundRow row = rows.get(refund.id());
    if (row.read().status() == Refund.Status.PENDING) {
      row.close(end);
      orders
          .row(order.id())
          .closeRefund(refund.amountCents(), end == Refund.Status.DONE, order.timeline().take());
    }
  }

  @Override
  public synchronized List<Refund> of(Order order) {
    return all(order.id());
  }

  private List<Refund> all(UUID order) {
    return rows.values().stream()
        .map(RefundRow::read)
        .filter(refund -> refund.orderId().equals(order))
        .toList();
  }
}
