package orders.gateway.orders.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import orders.gateway.orders.entity.Item;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.OrderStatus;

/**
 * The table of orders. Each write is one SQL statement and so one commit (a third cheaper than
 * entities flushed in transactions); reads go through JPA. All times are the database's.
 */
@ApplicationScoped
public class OrderBook {

  /** How long a request may work on an order before somebody else takes it over. */
  static final Duration LEASE = Duration.ofSeconds(15);

  // An order under this key that was undone has its reservation and charge recorded as dead, so
  // the new one needs a key of its own there; 37 of the 255 characters are room for that.
  // Conflicts on every index: of two equal requests at once, the one that comes second may meet the
  // first at upstream_key before it meets it at (caller, idempotency_key).
  private static final String OPEN =
      """
      insert into orders (id, caller, idempotency_key, upstream_key, fingerprint, items,
        amount_cents, currency, status, due_at)
      select ?, ?, ?,
        case when exists (select from orders where upstream_key = ?)
          then left(?, 218) || '~' || ? else ? end,
        ?, ?::jsonb, ?, ?, 'PENDING', now() + ? * interval '1 millisecond'
      on conflict do nothing
      returning upstream_key
      """;

  private static final String TAKE_OVER =
      """
      update orders set due_at = now() + ? * interval '1 millisecond', version = version + 1
      where id = ? and version = ? and due_at <= now()
      """;

  private static final String MOVE =
      """
      update orders set status = ?, transaction_id = ?, version = version + 1,
        due_at = case when ? then now() end, holds_key = ?
      where id = ? and version = ?
      """;

  @Inject DataSource database;
  @PersistenceContext EntityManager entities;

  /**
   * Stores a new order, with a lease for the request that brought it.
   *
   * @param order not stored yet
   * @return the order as stored; empty where another order holds its key
   * @throws SQLException where the database did not answer
   */
  Optional<Order> open(Order order) throws SQLException {
    try (var connection = database.getConnection();
        var insert = connection.prepareStatement(OPEN)) {
      insert.setObject(1, order.id());
      insert.setString(2, order.caller());
      insert.setString(3, order.idempotencyKey());
      insert.setString(4, order.upstreamKey());
      insert.setString(5, order.upstreamKey());
      insert.setString(6, order.id().toString());
      insert.setString(7, order.upstreamKey());
      insert.setString(8, order.fingerprint());
      insert.setString(9, Item.toJson(order.items()).toString());
      insert.setLong(10, order.amountCents());
      insert.setString(11, order.currency().name());
      insert.setLong(12, LEASE.toMillis());
      try (var row = insert.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        return Optional.of(order.knownUpstreamAs(row.getString(1)));
      }
    }
  }

  /**
   * Takes a lease on an order that nobody works on.
   *
   * @param order as it was read
   * @return whether it is the caller's now; false where somebody else was faster or still works on
   *     it
   * @throws SQLException where the database did not answer
   */
  boolean takeOver(Order order) throws SQLException {
    try (var connection = database.getConnection();
        var update = connection.prepareStatement(TAKE_OVER)) {
      update.setLong(1, LEASE.toMillis());
      update.setObject(2, order.id());
      update.setInt(3, order.version());
      boolean taken = update.executeUpdate() == 1;
      if (taken) {
        order.moved(order.status(), order.transactionId());
      }
      return taken;
    }
  }

  /** What is left to do once a move is written. */
  enum Then {
    NOTHING,
    /** Due now: whoever finds the order goes on with it. */
    GO_ON,
    /** Nothing, and the client's key is free for a new order. */
    FREE_KEY
  }

  /**
   * Writes where an order has come, if it is still the caller's.
   *
   * @param order as it was read
   * @param next its status from now on
   * @param transactionId of its payment, or null
   * @param then what is left to do
   * @return the order as it is now, by whomever it was moved
   * @throws SQLException where the database did not answer
   */
  Order move(Order order, OrderStatus next, String transactionId, Then then) throws SQLException {
    try (var connection = database.getConnection();
        var update = connection.prepareStatement(MOVE)) {
      update.setString(1, next.name());
      update.setString(2, transactionId);
      update.setBoolean(3, then == Then.GO_ON);
      update.setBoolean(4, then != Then.FREE_KEY);
      update.setObject(5, order.id());
      update.setInt(6, order.version());
      if (update.executeUpdate() == 0) {
        // the lease ran out and somebody else went on: what they wrote is the truth
        return find(order.id()).orElseThrow();
      }
      order.moved(next, transactionId);
      return order;
    }
  }

  /**
   * @param id of an order
   * @return the order, where there is one
   */
  public Optional<Order> find(UUID id) {
    return Optional.ofNullable(entities.find(Order.class, id));
  }

  /**
   * @param caller of the key
   * @param idempotencyKey the client's
   * @return the order that holds the key, where there is one
   */
  Optional<Order> holder(String caller, String idempotencyKey) {
    return entities
        .createQuery(
            "select o from Order o"
                + " where o.caller = :caller and o.idempotencyKey = :key and o.holdsKey = true",
            Order.class)
        .setParameter("caller", caller)
        .setParameter("key", idempotencyKey)
        .getResultStream()
        .findFirst();
  }

  /**
   * @param page from 1
   * @param pageSize orders a page
   * @return the orders of that page, newest first
   */
  public List<Order> newest(int page, int pageSize) {
    return entities
        .createQuery("select o from Order o order by o.createdAt desc, o.id desc", Order.class)
        .setFirstResult(Math.multiplyExact(page - 1, pageSize))
        .setMaxResults(pageSize)
        .getResultList();
  }

  /**
   * @return how many orders there are
   */
  public long count() {
    return entities.createQuery("select count(o) from Order o", Long.class).getSingleResult();
  }
}
