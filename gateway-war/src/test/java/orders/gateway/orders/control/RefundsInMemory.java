package orders.gateway.orders.control;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import orders.gateway.orders.entity.Lease;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.OrderStatus;
import orders.gateway.orders.entity.Refund;

/** The table of refunds without a database. */
class RefundsInMemory extends RefundBook {
  private final BookInMemory orders;
  private final List<Refund> refunds = new ArrayList<>();
  private boolean away;

  RefundsInMemory(BookInMemory orders) {
    this.orders = orders;
  }

  @Override
  Optional<Lease> open(Refund refund) {
    Order order = orders.find(refund.orderId()).orElseThrow();
    long given = of(order).stream().mapToLong(Refund::amountCents).sum();
    boolean again =
        of(order).stream().anyMatch(r -> r.idempotencyKey().equals(refund.idempotencyKey()));
    if (again
        || order.status() != OrderStatus.CONFIRMED
        || given + refund.amountCents() > order.amountCents()) {
      return Optional.empty();
    }
    refunds.add(refund);
    return Optional.of(BookInMemory.lease(Duration.ofSeconds(1)));
  }

  /** From now on what becomes of a refund cannot be written. */
  void goAway() {
    away = true;
  }

  @Override
  void close(Order order, Refund refund, boolean done) throws SQLException {
    if (away) {
      throw new SQLException("away", "08006");
    }
    BookInMemory.set(refund, "status", done ? Refund.Status.DONE : Refund.Status.REFUSED);
  }

  @Override
  public List<Refund> of(Order order) {
    return refunds.stream().filter(refund -> refund.orderId().equals(order.id())).toList();
  }
}
