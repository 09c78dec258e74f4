package orders.reconciler;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import orders.embedded.TestDatabase;

/** The three databases with their real tables, and the writes of the three services on them. */
final class LiveSystem implements AutoCloseable {
  static final long AMOUNT_CENTS = 500;
  private static final long REFUND_CENTS = 100;

  final Connection orders;
  final Connection inventory;
  final Connection payments;

  LiveSystem() throws IOException, SQLException {
    orders = connect("orders", "gateway-war");
    inventory = connect("inventory", "inventory-war");
    payments = connect("payments", "payments-war");
  }

  private static Connection connect(String database, String war) throws IOException, SQLException {
    Path migrations = Path.of("..", war, "src/main/resources/db/migration");
    return TestDatabase.of(database, migrations).getConnection();
  }

  Connection of(String database) {
    return switch (database) {
      case "orders" -> orders;
      case "inventory" -> inventory;
      default -> payments;
    };
  }

  void empty() throws SQLException {
    execute("orders", "truncate orders, refund");
    execute("inventory", "truncate stock, reservation");
    execute("payments", "truncate charge, refund, simulator_ledger");
  }

  void execute(String database, String sql) throws SQLException {
    try (var statement = of(database).createStatement()) {
      statement.execute(sql);
    }
  }

  void stock(String sku, int units) throws SQLException {
    execute(
        "inventory", "insert into stock (sku, available) values ('%s', %d)".formatted(sku, units));
  }

  /** One order from its first commit to its confirmation, one commit after the other. */
  void confirm(String key, String sku) throws SQLException {
    place(key, sku);
    reserve(key, sku);
    charge(key);
    execute(
        "orders",
        """
        update orders set status = 'CONFIRMED', came_from = 'PENDING', transaction_id = 'txn-%1$s',
          due_at = null, version = version + 1 where upstream_key = '%1$s'
        """
            .formatted(key));
  }

  void place(String key, String sku) throws SQLException {
    execute(
        "orders",
        """
        insert into orders (id, upstream_key, fingerprint, items, amount_cents, currency, status, due_at)
        values ('%s', '%s', 'f', '[{"sku": "%s", "quantity": 1}]', %d, 'EUR', 'PENDING', now())
        """
            .formatted(UUID.randomUUID(), key, sku, AMOUNT_CENTS));
  }

  void reserve(String key, String sku) throws SQLException {
    execute(
        "inventory",
        """
        with taken as (
          update stock set available = available - 1, reserved = reserved + 1 where sku = '%2$s')
        insert into reservation (key, state, items, fingerprint)
        values ('%1$s', 'RESERVED', '[{"sku": "%2$s", "quantity": 1}]', 'f')
        """
            .formatted(key, sku));
  }

  void charge(String key) throws SQLException {
    execute(
        "payments",
        """
        insert into charge (key, state, fingerprint, amount_cents, currency, due_at)
        values ('%s', 'PENDING', 'f', %d, 'EUR', now())
        """
            .formatted(key, AMOUNT_CENTS));
    execute(
        "payments",
        "insert into simulator_ledger (charge_key, charged_cents) values ('%s', %d)"
            .formatted(key, AMOUNT_CENTS));
    execute(
        "payments",
        """
        update charge set state = 'CHARGED', transaction_id = 'txn-%1$s', due_at = null
        where key = '%1$s'
        """
            .formatted(key));
  }

  void refund(String key) throws SQLException {
    UUID refund = UUID.randomUUID();
    execute(
        "orders",
        """
        with order_of as (
          update orders set refund_cents = refund_cents + %1$d, refunds_open = refunds_open + 1,
            version = version + 1, due_at = now() where upstream_key = '%2$s' returning id)
        insert into refund (order_id, id, amount_cents, status)
        select id, '%3$s', %1$d, 'PENDING' from order_of
        """
            .formatted(REFUND_CENTS, key, refund));
    execute(
        "payments",
        """
        with given as (
          insert into refund (key, charge_key, amount_cents, due_at) values ('%3$s', '%2$s', %1$d, now()))
        update charge set refunded_cents = refunded_cents + %1$d where key = '%2$s'
        """
            .formatted(REFUND_CENTS, key, refund));
    execute(
        "payments",
        "update simulator_ledger set returned_cents = returned_cents + %d where charge_key = '%s'"
            .formatted(REFUND_CENTS, key));
    execute("payments", "update refund set due_at = null where key = '%s'".formatted(refund));
    execute(
        "orders",
        """
        with done as (update refund set status = 'DONE' where id = '%2$s')
        update orders set refunds_open = refunds_open - 1, due_at = null where upstream_key = '%1$s'
        """
            .formatted(key, refund));
  }

  void cancel(String key, String sku) throws SQLException {
    execute(
        "orders",
        """
        update orders set status = 'CANCELLING', came_from = 'CONFIRMED', due_at = now(),
          version = version + 1 where upstream_key = '%s'
        """
            .formatted(key));
    giveMoneyBack(key);
    release(key, sku);
    execute(
        "orders",
        """
        update orders set status = 'CANCELLED', came_from = 'CANCELLING', due_at = null,
          version = version + 1 where upstream_key = '%s'
        """
            .formatted(key));
  }

  void giveMoneyBack(String key) throws SQLException {
    execute(
        "payments",
        """
        update charge set state = 'VOIDED', refunded_cents = amount_cents, due_at = now()
        where key = '%s'
        """
            .formatted(key));
    execute(
        "payments",
        "update simulator_ledger set returned_cents = charged_cents where charge_key = '%s'"
            .formatted(key));
    execute("payments", "update charge set due_at = null where key = '%s'".formatted(key));
  }

  void release(String key, String sku) throws SQLException {
    execute(
        "inventory",
        """
        with released as (update reservation set state = 'RELEASED' where key = '%1$s')
        update stock set available = available + 1, reserved = reserved - 1 where sku = '%2$s'
        """
            .formatted(key, sku));
  }

  /** Ends an order that was placed. */
  void end(String key, String status) throws SQLException {
    execute(
        "orders",
        """
        update orders set status = '%2$s', due_at = null,
          came_from = case '%2$s' when 'CANCELLED' then 'CANCELLING' else 'PENDING' end
        where upstream_key = '%1$s'
        """
            .formatted(key, status));
  }

  @Override
  public void close() throws SQLException {
    orders.close();
    inventory.close();
    payments.close();
  }
}
