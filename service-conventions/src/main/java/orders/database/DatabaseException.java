package orders.database;

import java.sql.SQLException;

/**
 * The database did not do what it was asked, by SQL or by JPA; {@link DatabaseAway} tells whether
 * it may later.
 */
public final class DatabaseException extends RuntimeException {
  private static final String UNIQUE_VIOLATION = "23505";
  private static final String CONNECTION_LOST = "08006";

  /**
   * @param cause what the database or its driver said
   */
  public DatabaseException(SQLException cause) {
    super(cause.getMessage(), cause);
  }

  /**
   * @param thrown by a statement
   * @return that its session was ended, if the pool threw away what the database said
   * @throws StackOverflowError what was thrown, if it has nothing to do with the database
   */
  static DatabaseException ofThePool(StackOverflowError thrown) {
    if (!DatabaseAway.isLostInThePool(thrown)) {
      throw thrown;
    }
    return new DatabaseException(
        new SQLException("the session was ended", CONNECTION_LOST, thrown));
  }

  /**
   * @return whether another row holds what has to be unique
   */
  public boolean isDuplicate() {
    return getCause() instanceof SQLException cause && UNIQUE_VIOLATION.equals(cause.getSQLState());
  }
}
