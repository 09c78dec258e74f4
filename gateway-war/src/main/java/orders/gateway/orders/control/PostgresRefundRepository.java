package orders.gateway.orders.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import orders.database.DatabaseException;
import orders.database.Jpa;
import orders.database.Sql;
import orders.gateway.orders.entity.Lease;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.Refund;

/**
 * The table of refunds. The order's row keeps their sum and the number of open ones, and each write
 * changes both in one statement: so the cap holds however many ask at once, and an order with an
 * open refund stays due.
 */
@ApplicationScoped
public class PostgresRefundRepository implements RefundRepository {

  // The version stops a worker that is about to write that no refund is left.
  private static final String OPEN_REFUND =
      """
      with capped as (
        update orders set refund_cents = refund_cents + ?, refunds_open = refunds_open + 1,
          version = version + 1, parked_reason = null, failed_attempts = 0,
          due_at = coalesce(due_at, now() + ? * interval '1 millisecond'),
          timeline = case when ? then %s || %s else timeline end
        where id = ? and status = 'CONFIRMED' and ? <= amount_cents - refund_cents
        returning id)
      insert into refund (order_id, id, idempotency_key, amount_cents, status)
      select id, ?, ?, ?, 'PENDING' from capped
      returning created_at
      """
          .formatted(TimelineSql.BOUNDED, TimelineSql.STEP);

  private static final String CLOSE_REFUND =
      """
      with closed as (
        update refund set status = ? where order_id = ? and id = ? and status = 'PENDING'
        returning amount_cents)
      update orders set refunds_open = refunds_open - 1,
        refund_cents = refund_cents - case when ? then 0 else closed.amount_cents end,
        due_at = case when refunds_open = 1 and status = 'CONFIRMED' and not leased then null
          else due_at end,
        timeline = %s || ?::jsonb
      from closed where id = ?
      """
          .formatted(TimelineSql.BOUNDED);

  @Inject DataSource database;
  @Inject PostgresOrderRepository orderRepository;
  @PersistenceContext EntityManager entities;

  @Override
  public Optional<Lease> open(Refund refund) {
    try {
      // the refund's id lets it happen once
      return Sql.untilConnected(orderRepository.leaseLength(), () -> tryOpen(refund));
    } catch (DatabaseException e) {
      if (e.isDuplicate()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Optional<Lease> tryOpen(Refund refund) {
    long asked = System.nanoTime();
    return Sql.run(
        database,
        OPEN_REFUND,
        insert -> {
          insert.setLong(1, refund.amountCents());
          insert.setLong(2, orderRepository.leaseLength().toMillis());
          insert.setBoolean(3, refund.askedBy() != null);
          insert.setString(4, "REFUND");
          insert.setString(5, refund.askedBy());
          insert.setObject(6, refund.orderId());
          insert.setLong(7, refund.amountCents());
          insert.setObject(8, refund.id());
          insert.setString(9, refund.idempotencyKey());
          insert.setLong(10, refund.amountCents());
          try (var row = insert.executeQuery()) {
            return row.next()
                ? Optional.of(
                    new Lease(
                        row.getObject(1, OffsetDateTime.class),
                        asked,
                        orderRepository.leaseLength()))
                : Optional.empty();
          }
        });
  }

  @Override
  public void close(Order order, Refund refund, Refund.Status end) {
    Sql.update(
        database,
        CLOSE_REFUND,
        end.name(),
        order.id(),
        refund.id(),
        end == Refund.Status.DONE,
        order.timeline().take(),
        order.id());
  }

  @Override
  public List<Refund> of(Order order) {
    var query =
        entities
            .createQuery(
                "select r from Refund r where r.orderId = :order order by r.createdAt, r.id",
                Refund.class)
            .setHint(Jpa.REFRESH, true)
            .setParameter("order", order.id());
    return Jpa.ask(query::getResultList);
  }
}
