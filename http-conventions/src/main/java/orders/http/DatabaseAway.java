package orders.http;

import java.sql.SQLException;

/** Tells whether something failed only because the database could not be reached just then. */
final class DatabaseAway {

  private DatabaseAway() {}

  /** SQLSTATE class 08: no connection; 40: rolled back, as after a deadlock; 53, 57: shut down. */
  static boolean isCauseOf(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        String state = sql.getSQLState();
        // Liberty's pool has no SQLSTATE for "no connection within the time allowed"
        return state == null || state.matches("(08|40|53|57).*");
      }
    }
    return false;
  }
}
