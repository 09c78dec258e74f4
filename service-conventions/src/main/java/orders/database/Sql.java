package orders.database;

import java.lang.System.Logger.Level;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One SQL statement, and so one commit. */
public final class Sql {
  private static final System.Logger LOG = System.getLogger(Sql.class.getName());
  private static final int CONNECTIONS_MAX = 3;

  private Sql() {}

  /**
   * What is done with a statement.
   *
   * @param <T> its result
   */
  public interface Work<T> {

    /**
     * @param statement with its parameters still to be set
     * @return what came of it
     * @throws SQLException if the database did not do it
     */
    T with(PreparedStatement statement) throws SQLException;
  }

  /**
   * @param database that gets it, on a connection of its own
   * @param sql the statement
   * @param work that sets its parameters and executes it
   * @return what the work returned
   * @throws DatabaseException if the database did not do it; if its connection was cut, nobody
   *     knows whether it happened
   */
  public static <T> T run(DataSource database, String sql, Work<T> work) {
    try (var connection = database.getConnection();
        var statement = connection.prepareStatement(sql)) {
      return work.with(statement);
    } catch (SQLException e) {
      throw new DatabaseException(e);
    } catch (StackOverflowError e) {
      throw DatabaseException.ofThePool(e);
    }
  }

  /**
   * @param database that gets it, on a connection of its own
   * @param sql a statement that writes
   * @param parameters its own, in order
   * @return how many rows it wrote
   * @throws DatabaseException if the database did not do it
   */
  public static int update(DataSource database, String sql, @Nullable Object... parameters) {
    return run(
        database,
        sql,
        statement -> {
          for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
          }
          return statement.executeUpdate();
        });
  }

  /**
   * Writes once more if the connection was cut: on a new one. The pool throws its others away then,
   * but other requests may just have been handed some of them, and give them back: the second one
   * may be dead as well, and the third is new.
   *
   * @param <T> what it returns
   * @param within how long after now it may begin anew: if the lease has run out meanwhile, as
   *     while a database is silent, it is no longer this one's to write
   * @param write that may be repeated
   * @return what it returned
   * @throws DatabaseException if it failed otherwise, or too late, or on the third connection too
   */
  public static <T> T untilConnected(Duration within, Supplier<T> write) {
    long began = System.nanoTime();
    for (int connection = 1; ; connection++) {
      try {
        return write.get();
      } catch (DatabaseException e) {
        boolean late = System.nanoTime() - began >= within.toNanos();
        if (!DatabaseAway.isCut(e) || late || connection == CONNECTIONS_MAX) {
          throw e;
        }
        LOG.log(Level.WARNING, "Written once more on another connection: {0}", e.getMessage());
      }
    }
  }
}
