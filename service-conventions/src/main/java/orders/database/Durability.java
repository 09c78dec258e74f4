package orders.database;

import java.lang.System.Logger.Level;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Says so if PostgreSQL calls a transaction committed that the next crash may take back: then no
 * answer of the service is a promise. Not refused: it is right for a database that holds no money.
 */
final class Durability {
  private static final System.Logger LOG = System.getLogger(Durability.class.getName());

  /** PostgreSQL's documentation, "Write Ahead Log", sections Settings. */
  private static final String NOT_DURABLE =
      """
      select string_agg(name || '=' || setting, ', ' order by name), current_database()
      from pg_settings where name in ('fsync', 'synchronous_commit') and setting = 'off'
      """;

  private Durability() {}

  /**
   * @param database a service's own, as the service itself connects to it
   */
  static void tell(DataSource database) {
    try (var connection = database.getConnection();
        var statement = connection.createStatement();
        var row = statement.executeQuery(NOT_DURABLE)) {
      row.next();
      String off = row.getString(1);
      if (off != null) {
        LOG.log(
            Level.WARNING,
            "DATABASE {0} IS NOT DURABLE: {1}. What was answered can be lost when PostgreSQL or its"
                + " machine dies.",
            row.getString(2),
            off);
      }
    } catch (SQLException e) {
      LOG.log(Level.WARNING, "Cannot ask whether the database is durable: {0}", e.getMessage());
    }
  }
}
