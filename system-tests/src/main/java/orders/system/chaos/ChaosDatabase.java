package orders.system.chaos;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import orders.system.fixture.Http;

/** What a PostgreSQL does that is not away, and cannot be used all the same. */
final class ChaosDatabase {
  static final String HALF_OPEN = "half-open database connections";

  static final List<String> NAMES = List.of("orders", "inventory", "payments");
  private static final long LOCKED_MS = 25_000;

  /** Above the limit on one statement, below the time for which the tables are locked. */
  private static final long ANSWER_MS_MAX = 15_000;

  private static final int CONNECTIONS_MAX = 20;

  /** PostgreSQL's SQLSTATE too_many_connections. */
  private static final String TOO_MANY_CONNECTIONS = "53300";

  private final ChaosSystem system;

  ChaosDatabase(ChaosSystem system) {
    this.system = system;
  }

  List<ChaosStrike> strikes() {
    return List.of(
        new ChaosStrike("cut database connections", false, this::cutConnections),
        new ChaosStrike(HALF_OPEN, true, this::forgetConnections),
        new ChaosStrike("databases out of reach without a word", false, this::block),
        new ChaosStrike("database connections used up", false, this::useUpConnections),
        new ChaosStrike("tables locked for 25 s", false, this::lockTables));
  }

  private long cutConnections() throws SQLException {
    try (var connection = superuser("postgres")) {
      cut(connection);
    }
    return 1;
  }

  static void cut(Connection superuser) throws SQLException {
    execute(
        superuser,
        "select pg_terminate_backend(pid) from pg_stat_activity"
            + " where usename in ('orders', 'inventory', 'payments') and application_name <> 'hog'");
  }

  private long forgetConnections() {
    int forgotten = system.databases.values().stream().mapToInt(ChaosDatabaseProxy::forget).sum();
    ChaosStrike.sleep(3000);
    return forgotten;
  }

  private long block() {
    system.databases.values().forEach(ChaosDatabaseProxy::block);
    ChaosStrike.sleep(8000);
    system.databases.values().forEach(ChaosDatabaseProxy::unblock);
    return 1;
  }

  /** Somebody else takes every connection that there is, and keeps them for a while. */
  private long useUpConnections() throws SQLException {
    List<Connection> taken = new ArrayList<>();
    try (var connection = superuser("postgres")) {
      for (String role : NAMES) {
        execute(connection, "alter role " + role + " connection limit " + CONNECTIONS_MAX);
      }
      try {
        long end = System.nanoTime() + 8_000_000_000L;
        while (System.nanoTime() < end) {
          cut(connection);
          for (String role : NAMES) {
            takeAll(role, taken);
          }
          ChaosStrike.sleep(200);
        }
      } finally {
        for (String role : NAMES) {
          execute(connection, "alter role " + role + " connection limit -1");
        }
        for (Connection one : taken) {
          one.close();
        }
      }
    }
    return taken.size();
  }

  private void takeAll(String role, List<Connection> taken) throws SQLException {
    try {
      while (true) {
        taken.add(connect(role, role, Map.of("password", role, "ApplicationName", "hog")));
      }
    } catch (SQLException full) {
      if (!TOO_MANY_CONNECTIONS.equals(full.getSQLState())) {
        throw full;
      }
    }
  }

  /** A migration, or a careless person. */
  private long lockTables() throws SQLException {
    try (var orders = superuser("orders");
        var inventory = superuser("inventory");
        var payments = superuser("payments")) {
      lock(orders, "orders");
      lock(inventory, "stock, reservation");
      lock(payments, "charge");
      long end = System.nanoTime() + LOCKED_MS * 1_000_000;
      URI list = system.running.gateway.resolve("/api/orders/?page_size=1");
      long longestMs = 0;
      while (System.nanoTime() < end) {
        long asked = System.nanoTime();
        Http.isOk(list, Duration.ofMillis(LOCKED_MS));
        longestMs = Math.max(longestMs, (System.nanoTime() - asked) / 1_000_000);
        if ((end - System.nanoTime()) / 1_000_000 < LOCKED_MS / 2) {
          inventory.rollback();
          payments.rollback();
        }
        ChaosStrike.sleep(500);
      }
      if (longestMs > ANSWER_MS_MAX) {
        system.tally.fail("a read took " + longestMs + " ms while its table was locked");
      }
    }
    return 1;
  }

  private static void lock(Connection connection, String tables) throws SQLException {
    connection.setAutoCommit(false);
    execute(connection, "lock table " + tables + " in access exclusive mode");
  }

  /** Whom a database that is read-only to all others lets write, and who may lock its tables. */
  Connection superuser(String database) throws SQLException {
    return connect(database, "postgres", Map.of("options", "-c default_transaction_read_only=off"));
  }

  private Connection connect(String database, String user, Map<String, String> more)
      throws SQLException {
    var properties = new Properties();
    properties.put("user", user);
    properties.putAll(more);
    return DriverManager.getConnection(
        "jdbc:postgresql://localhost:" + system.running.setting("POSTGRES_PORT") + "/" + database,
        properties);
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
