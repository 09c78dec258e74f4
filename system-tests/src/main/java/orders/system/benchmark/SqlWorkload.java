package orders.system.benchmark;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The limit of the machine: what an order must write, and nothing else. Four statements, each a
 * commit of its own, in three databases of the same PostgreSQL: the order, its reservation, its
 * charge, its confirmation. In tables of their own, with the columns and indexes that these facts
 * need.
 */
final class SqlWorkload implements Workload {

  /** As many connections to a database as the services have (see the {@code *-db.xml} snippets). */
  static final int POOL = 16;

  private static final Map<String, String> TABLES =
      Map.of(
          "orders",
          """
          create schema bench;
          create table bench.orders (
            id uuid primary key, key text not null unique, items jsonb not null, amount_cents bigint not null,
            currency text not null, status text not null, transaction_id text, created_at timestamptz not null default now());
          create index on bench.orders (created_at desc, id desc);
          """,
          "inventory",
          """
          create schema bench;
          create table bench.stock (sku text primary key, available bigint not null check (available >= 0), reserved bigint not null default 0);
          create table bench.reservation (key text primary key, items jsonb not null, created_at timestamptz not null default now());
          insert into bench.stock select 'BENCH-' || n, 1000000000 from generate_series(0, 999) n;
          """,
          "payments",
          """
          create schema bench;
          create table bench.charge (
            key text primary key, amount_cents bigint not null, currency text not null, transaction_id text not null unique,
            created_at timestamptz not null default now());
          """);

  private static final String INSERT =
      "insert into bench.orders (id, key, items, amount_cents, currency, status)"
          + " values (?, ?, ?::jsonb, 1500, 'EUR', 'PENDING')";

  /**
   * Locked in the order of their names: two orders of the same SKUs must not wait for each other.
   */
  private static final String RESERVE =
      """
      with wanted as (select sku from bench.stock where sku in (?, ?) order by sku for update),
        taken as (update bench.stock s set available = available - 1, reserved = reserved + 1
          from wanted w where s.sku = w.sku returning s.sku)
      insert into bench.reservation (key, items) select ?, jsonb_agg(sku) from taken
      """;

  private static final String CHARGE =
      "insert into bench.charge (key, amount_cents, currency, transaction_id)"
          + " values (?, 1500, 'EUR', ?)";

  private static final String CONFIRM =
      "update bench.orders set status = 'CONFIRMED', transaction_id = ? where id = ?";

  /** Of connections, each with its statements prepared. */
  private final BlockingQueue<List<PreparedStatement>> orders;

  private final BlockingQueue<List<PreparedStatement>> inventory;
  private final BlockingQueue<List<PreparedStatement>> payments;

  /**
   * @param port of PostgreSQL on this machine
   */
  SqlWorkload(int port) throws SQLException {
    orders = pool(port, "orders", INSERT, CONFIRM);
    inventory = pool(port, "inventory", RESERVE);
    payments = pool(port, "payments", CHARGE);
  }

  private static BlockingQueue<List<PreparedStatement>> pool(
      int port, String database, String... statements) throws SQLException {
    var pool = new ArrayBlockingQueue<List<PreparedStatement>>(POOL);
    for (int i = 0; i < POOL; i++) {
      Connection connection =
          DriverManager.getConnection(
              "jdbc:postgresql://localhost:" + port + "/" + database, database, database);
      var prepared = new ArrayList<PreparedStatement>();
      for (String statement : statements) {
        prepared.add(connection.prepareStatement(statement));
      }
      pool.add(prepared);
    }
    return pool;
  }

  /**
   * Makes the tables.
   *
   * @param database orders, inventory or payments
   * @param connection to it
   */
  static void createTables(String database, Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(TABLES.get(database));
    }
  }

  @Override
  public int once(long number) {
    var id = UUID.randomUUID();
    String key = "sql-" + number;
    String one = HttpWorkload.sku(number % HttpWorkload.SKUS);
    String other = HttpWorkload.sku((number * 7 + 1) % HttpWorkload.SKUS);
    try {
      execute(orders, 0, id, key, "[{\"sku\": \"" + one + "\", \"quantity\": 1}]");
      execute(inventory, 0, one, other, key);
      execute(payments, 0, key, "transaction-" + number);
      execute(orders, 1, "transaction-" + number, id);
      return 201;
    } catch (SQLException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private static void execute(
      BlockingQueue<List<PreparedStatement>> pool, int index, Object... values)
      throws SQLException, InterruptedException {
    List<PreparedStatement> connection = pool.take();
    try {
      PreparedStatement statement = connection.get(index);
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    } finally {
      pool.add(connection);
    }
  }
}
