package orders.database;

import java.sql.SQLException;

/** The database did not do what it was asked; {@link DatabaseAway} tells whether it may later. */
public final class DatabaseException extends RuntimeException {

  /**
   * @param cause what the database or its driver said
   */
  public DatabaseException(SQLException cause) {
    super(cause.getMessage(), cause);
  }
}
