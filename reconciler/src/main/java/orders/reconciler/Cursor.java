package orders.reconciler;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Reads one database's rows in the order of their keys, a thousand at a time, as of one moment. */
final class Cursor implements AutoCloseable {
  private static final int ROWS_AT_ONCE = 1000;

  private final PreparedStatement statement;
  private final ResultSet rows;
  private boolean hasRow;

  /**
   * @param connection without autocommit, or the driver would read everything at once
   * @param sql whose first column is the key, and all of whose parameters are the keys wanted
   * @param keys the keys wanted; null for all
   */
  Cursor(Connection connection, String sql, @Nullable Collection<String> keys) throws SQLException {
    statement = connection.prepareStatement(sql);
    statement.setFetchSize(ROWS_AT_ONCE);
    Object wanted = keys == null ? null : connection.createArrayOf("text", keys.toArray());
    long parameters = sql.chars().filter(character -> character == '?').count();
    for (int i = 1; i <= parameters; i++) {
      statement.setObject(i, wanted);
    }
    rows = statement.executeQuery();
    advance();
  }

  /** Null after the last row. */
  @Nullable String key() throws SQLException {
    return hasRow ? rows.getString(1) : null;
  }

  boolean isAt(String key) throws SQLException {
    return key.equals(key());
  }

  @Nullable String text(String column) throws SQLException {
    return rows.getString(column);
  }

  long number(String column) throws SQLException {
    return rows.getLong(column);
  }

  boolean is(String column) throws SQLException {
    return rows.getBoolean(column);
  }

  void advance() throws SQLException {
    hasRow = rows.next();
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
