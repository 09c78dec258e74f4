package orders.database;

import java.sql.SQLException;

/** The database did not do what it was asked; {@link DatabaseAway} tells whether it may later. */
public final class DatabaseException extends RuntimeException {
  private static final String UNIQUE_VIOLATION = "23505";

  /**
   * @param cause what the database or its driver said
   */
  public DatabaseException(SQLException cause) {
    super(cause.getMessage(), cause);
  }

  /**
   * @return whether another row holds what has to be unique
   */
  public boolean isDuplicate() {
    return getCause() instanceof SQLException cause && UNIQUE_VIOLATION.equals(cause.getSQLState());
  }
}
