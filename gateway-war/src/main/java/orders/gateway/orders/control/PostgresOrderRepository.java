package orders.gateway.orders.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.Types;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import orders.background.Backoff;
import orders.database.DatabaseException;
import orders.database.Jpa;
import orders.database.Sql;
import orders.gateway.orders.entity.Intervention;
import orders.gateway.orders.entity.Item;
import orders.gateway.orders.entity.Lease;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.OrderChange;
import orders.gateway.orders.entity.OrderStatus;
import org.apache.commons.lang3.ArrayUtils;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The table of orders. Each write is one SQL statement and so one commit (a third cheaper than
 * entities flushed in transactions); reads go through JPA. All times are the database's.
 */
@ApplicationScoped
public class PostgresOrderRepository implements OrderRepository {
  // An order under this key that was undone has its reservation and charge recorded as dead, so
  // the new one needs a key of its own there; 37 of the 255 characters are room for that.
  // Conflicts on every index: of two equal requests at once, the one that comes second may meet the
  // first at upstream_key before it meets it at (caller, idempotency_key).
  private static final String OPEN =
      """
      insert into orders (id, caller, idempotency_key, upstream_key, fingerprint, items,
        amount_cents, currency, status, leased, due_at)
      select ?, ?, ?,
        case when exists (select from orders where upstream_key = ?)
          then left(?, 218) || '~' || ? else ? end,
        ?, ?::jsonb, ?, ?, 'PENDING', true, now() + ? * interval '1 millisecond'
      on conflict do nothing
      returning upstream_key, created_at
      """;

  private static final String TAKE_OVER =
      """
      update orders set due_at = now() + ? * interval '1 millisecond', leased = true,
        parked_reason = null, version = version + 1, attempts = attempts + 1
      where id = ? and version = ? and (not leased or due_at <= now()
        or due_at > now() + ? * interval '1 millisecond')
      returning *
      """;

  // Apart from CLAIM, so that each of the two reads one range of the index. The version stays:
  // whoever is still at work may bring the order to its end.
  static final String END_IMPOSSIBLE_WAITS =
      """
      update orders set due_at = now() where id in (
        select id from orders where due_at > now() + ? * interval '1 millisecond'
        order by due_at limit 1000 for update skip locked)
      """;

  // Skips what another gateway is just taking, so that no order waits for another. Materialized:
  // the planner may run a subquery once per row of the table, and each run would lock another one.
  private static final String CLAIM =
      """
      with due as materialized (
        select id as due_id, now() + ? * interval '1 millisecond' as until
        from orders where due_at <= now() order by due_at limit ? for update skip locked)
      update orders set due_at = until, leased = true, version = version + 1, attempts = attempts + 1
      from due where id = due_id
      returning orders.*
      """;

  private static final String MOVE =
      """
      update orders set came_from = status, status = ?, transaction_id = coalesce(?, transaction_id),
        since = case when status = ? then since else now() end, version = version + 1,
        due_at = now() + ? * interval '1 millisecond', leased = ?, parked_reason = ?,
        holds_key = holds_key and ?, failed_attempts = failed_attempts + ?,
        timeline = %s || ?::jsonb
      where id = ? and version = ?
      """
          .formatted(TimelineSql.BOUNDED);

  // What a person does to an order, or its client: whoever works on it is stopped by the version.
  // Who cancels it wants it for good: its key is no longer free once it is undone.
  private static final String ACT =
      """
      update orders set due_at = now() + ? * interval '1 millisecond', leased = true,
        came_from = status, status = ?, since = case when status = ? then since else now() end,
        parked_reason = null, version = version + 1, attempts = 1, failed_attempts = 0,
        holds_key = holds_key or ?, timeline = %s || %s
      where id = ? and version = ?
      returning *
      """
          .formatted(TimelineSql.BOUNDED, TimelineSql.FIRST_STEP);

  private static final String KEEP_KEY =
      """
      update orders set came_from = status, holds_key = true, version = version + 1,
        timeline = %s || %s
      where id = ? and version = ? and not holds_key
      """
          .formatted(TimelineSql.BOUNDED, TimelineSql.STEP);

  private static final String RESOLVE =
      """
      with resolved as (
        update orders set came_from = status, status = ?,
          since = case when status = ? then since else now() end,
          due_at = null, parked_reason = null, refunds_open = 0, version = version + 1,
          timeline = %s || %s || case when status = ? then '[]' else %s end
        where id = ? and version = ? and parked_reason is not null
        returning *),
      given as (
        update refund set status = 'DONE' from resolved
        where order_id = resolved.id and refund.status = 'PENDING')
      select * from resolved
      """
          .formatted(TimelineSql.BOUNDED, TimelineSql.STEP, TimelineSql.STEP);

  // In portions: a statement has a limit in time, and there may be a hundred thousand. Each after
  // the last: what is parked anew meanwhile is not taken again.
  private static final String UNPARK_SOME =
      """
      with parked as materialized (
        select id as parked_id, since as parked_since from orders
        where parked_reason is not null and (since, id) > (?, ?)
        order by since, id limit 1000 for update),
      unparked as (
        update orders set due_at = now(), parked_reason = null, version = version + 1, attempts = 0,
          failed_attempts = 0, timeline = %s || %s
        from parked where id = parked_id)
      select parked_since, parked_id, count(*) over () from parked
      order by parked_since desc, parked_id desc limit 1
      """
          .formatted(TimelineSql.BOUNDED, TimelineSql.FIRST_STEP);

  @Inject DataSource database;
  @PersistenceContext EntityManager entities;

  @Inject
  @ConfigProperty(name = "ORDER_LEASE_SECS")
  int leaseSeconds;

  /** How long a request or worker has what it works on to itself. */
  Duration leaseLength() {
    return Duration.ofSeconds(leaseSeconds);
  }

  @Override
  public Optional<Order> open(Order order) {
    long asked = System.nanoTime();
    return Sql.run(
        database,
        OPEN,
        insert -> {
          insert.setObject(1, order.id());
          insert.setString(2, order.caller());
          insert.setString(3, order.idempotencyKey());
          insert.setString(4, order.upstreamKey());
          insert.setString(5, order.upstreamKey());
          insert.setString(6, order.id().toString());
          insert.setString(7, order.upstreamKey());
          insert.setString(8, order.fingerprint());
          insert.setString(9, Item.toJson(order.items()).toString());
          insert.setLong(10, order.amount().cents());
          insert.setString(11, order.amount().currency().name());
          insert.setLong(12, leaseLength().toMillis());
          try (var row = insert.executeQuery()) {
            if (!row.next()) {
              return Optional.empty();
            }
            var now = row.getObject(2, OffsetDateTime.class);
            return Optional.of(
                order.stored(row.getString(1), new Lease(now, asked, leaseLength())));
          }
        });
  }

  @Override
  public Optional<Order> takeOver(Order order) {
    return leased(TAKE_OVER, order.id(), order.version(), waitMsMax()).stream().findFirst();
  }

  @Override
  public void endImpossibleWaits() {
    Sql.update(database, END_IMPOSSIBLE_WAITS, waitMsMax());
  }

  /**
   * What is due later than this was not made so by the clock that is asked now. The five seconds
   * more are for statements that overtake each other, and for a clock that is adjusted a little.
   */
  private long waitMsMax() {
    return Math.max(leaseLength().toMillis(), Backoff.USUAL.max().toMillis()) + 5000;
  }

  @Override
  public List<Order> claimDue(int max) {
    List<Order> due = leased(CLAIM, max);
    due.forEach(Order::claimed);
    return due;
  }

  /**
   * The first parameter of each such statement is the lease's length, in milliseconds; it makes the
   * order due at the lease's end.
   */
  private List<Order> leased(String sql, Object... parameters) {
    long asked = System.nanoTime();
    List<Order> orders = written(sql, ArrayUtils.addFirst(parameters, leaseLength().toMillis()));
    for (Order order : orders) {
      OffsetDateTime end = Objects.requireNonNull(order.dueAt());
      order.leased(new Lease(end.minus(leaseLength()), asked, leaseLength()));
    }
    return orders;
  }

  /** What a statement wrote, and returned. */
  private List<Order> written(String sql, Object... parameters) {
    List<Order> orders = Jpa.rows(entities, Order.class, sql, parameters);
    orders.forEach(this::reading);
    return orders;
  }

  @Override
  public Optional<Order> act(Order order, Intervention intervention, String by) {
    String next = intervention.status().name();
    return leased(
            ACT,
            next,
            next,
            intervention.forGood(),
            intervention.event(),
            by,
            order.id(),
            order.version())
        .stream()
        .findFirst()
        .map(Order::asked);
  }

  @Override
  public void keepKey(Order order, String by) {
    try {
      Sql.update(database, KEEP_KEY, order.status().name(), by, order.id(), order.version());
    } catch (DatabaseException newOrderHasIt) {
      if (!newOrderHasIt.isDuplicate()) {
        throw newOrderHasIt;
      }
    }
  }

  @Override
  public Optional<Order> resolve(Order order, OrderChange change, String by) {
    String end = change.status().name();
    return written(RESOLVE, end, end, "RESOLVED", by, end, end, by, order.id(), order.version())
        .stream()
        .findFirst();
  }

  @Override
  public int unparkAll(String by) {
    int count = 0;
    Optional<Unparked> some = unparkSome(by, new Unparked(OffsetDateTime.MIN, new UUID(0, 0), 0));
    while (some.isPresent()) {
      count += some.get().count();
      some = unparkSome(by, some.get());
    }
    return count;
  }

  /** Some orders, of which this was the last. */
  private record Unparked(OffsetDateTime since, UUID id, int count) {}

  private Optional<Unparked> unparkSome(String by, Unparked before) {
    return Sql.run(
        database,
        UNPARK_SOME,
        update -> {
          update.setObject(1, before.since());
          update.setObject(2, before.id());
          update.setString(3, "RETRY");
          update.setString(4, by);
          try (var row = update.executeQuery()) {
            return row.next()
                ? Optional.of(
                    new Unparked(
                        row.getObject(1, OffsetDateTime.class),
                        row.getObject(2, UUID.class),
                        row.getInt(3)))
                : Optional.empty();
          }
        });
  }

  @Override
  public Order write(Order order, OrderChange change) {
    if (change.status() != order.status()) {
      order.timeline().add(order.ownLease().now(), change.status().name(), null);
    }
    if (update(order, change)) {
      order.apply(change);
      return order;
    }
    // what the row says is the truth: the lease ran out and somebody else went on, or this very
    // write had happened before its connection was cut
    return find(order.id()).orElseThrow();
  }

  /** Nobody knows of a write that was cut whether it happened; the version lets it once. */
  private boolean update(Order order, OrderChange change) {
    String steps = order.timeline().take();
    return Sql.untilConnected(order.ownLease().left(), () -> update(order, change, steps));
  }

  private boolean update(Order order, OrderChange change, String steps) {
    return Sql.run(
        database,
        MOVE,
        update -> {
          update.setString(1, change.status().name());
          update.setString(2, change.transactionId());
          update.setString(3, change.status().name());
          update.setObject(
              4, change.dueIn() == null ? null : change.dueIn().toMillis(), Types.BIGINT);
          update.setBoolean(5, change.leased());
          update.setString(6, change.parkedReason());
          update.setBoolean(7, change.keepsKey());
          update.setInt(8, change.failed() ? 1 : 0);
          update.setString(9, steps);
          update.setObject(10, order.id());
          update.setInt(11, order.version());
          return update.executeUpdate() == 1;
        });
  }

  @Override
  public Optional<Order> find(UUID id) {
    return Jpa.find(entities, Order.class, id).map(this::reading);
  }

  @Override
  public Optional<String> timeline(UUID id) {
    var query =
        entities
            .createNativeQuery("select cast(timeline as text) from orders where id = ?")
            .setParameter(1, id);
    List<?> found = Jpa.ask(query::getResultList);
    return found.stream().map(String.class::cast).findFirst();
  }

  @Override
  public Optional<Order> holder(String caller, String idempotencyKey) {
    var query =
        entities
            .createQuery(
                "select o from Order o where o.caller = :caller and o.idempotencyKey = :key"
                    + " and (o.holdsKey = true or o.status = :cancelling)",
                Order.class)
            .setHint(Jpa.REFRESH, true)
            .setParameter("caller", caller)
            .setParameter("key", idempotencyKey)
            .setParameter("cancelling", OrderStatus.CANCELLING);
    return Jpa.ask(query::getResultList).stream().findFirst().map(this::reading);
  }

  /** Everybody has an object of their own: one that is managed would change with the next read. */
  private Order reading(Order managed) {
    entities.detach(managed);
    return managed;
  }
}
