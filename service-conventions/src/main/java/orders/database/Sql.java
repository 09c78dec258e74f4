package orders.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/** One SQL statement, and so one commit. */
public final class Sql {

  private static final String CONNECTION_LOST = "08006";

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
      if (DatabaseAway.isLostInThePool(e)) {
        throw new DatabaseException(new SQLException("the session was ended", CONNECTION_LOST, e));
      }
      throw e;
    }
  }

  /**
   * @param database that gets it, on a connection of its own
   * @param sql a statement that writes
   * @param parameters its own, in order
   * @return how many rows it wrote
   * @throws DatabaseException if the database did not do it
   */
  public static int update(DataSource database, String sql, Object... parameters) {
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
}
