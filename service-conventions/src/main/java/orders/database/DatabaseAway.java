package orders.database;

import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.lang3.exception.ExceptionUtils;

/**
 * Tells whether something failed only because the database could not do its work just then. The
 * codes are PostgreSQL's, appendix A of its manual.
 */
public final class DatabaseAway {

  /**
   * What passes by itself. 08: no connection; 25006: read-only, as after a failover; 25P03, 25P04:
   * the session or the transaction was idle or ran too long; 40: rolled back, as after a deadlock;
   * 53: disk, memory or connections used up; 55: it takes no connections, or a lock was not had in
   * time; 57: stopped by a limit or an operator, starting or shutting down; 58: its disk or system
   * fails.
   */
  private static final Pattern PASSING = Pattern.compile("(08|25006|25P0[34]|40|53|55|57|58).*");

  /**
   * What passes when a person mends it. 28: the password is refused; 3D: no such database; 42501:
   * its tables are another's, as after a restore; 54: it has no transaction ids left.
   */
  private static final Pattern REFUSED = Pattern.compile("(28|3D|42501|54).*");

  /** 08: no connection; 57P: the server ended it; 25006: it became read-only under it. */
  private static final Pattern CUT = Pattern.compile("08...|57P..|25006");

  /** The driver's own, among others if a server has no TLS. */
  private static final String CONNECTION_REJECTED = "08004";

  private static final String POOL = "com.ibm.ejs.j2c.";

  private DatabaseAway() {}

  /**
   * @param thrown by a request or other work, once the service had its database
   * @return whether the same may succeed later
   */
  public static boolean isCauseOf(Throwable thrown) {
    return isPassing(thrown) || has(thrown, REFUSED) || isLostInThePool(thrown);
  }

  /**
   * Liberty's pool, told of an error, describes its chain by cause and next exception in turn. The
   * driver's two errors of one statement, its own and then the end of its session, are each
   * other's: that chain has no end.
   *
   * @param thrown by a statement
   * @return whether the pool threw it away in place of what the database said
   */
  static boolean isLostInThePool(Throwable thrown) {
    return thrown instanceof StackOverflowError
        && Stream.of(thrown.getStackTrace())
            .anyMatch(frame -> frame.getClassName().startsWith(POOL));
  }

  /**
   * @param thrown by a statement
   * @return whether the same may succeed at once on another connection
   */
  public static boolean isCut(DatabaseException thrown) {
    return first(thrown).map(SQLException::getSQLState).filter(CUT.asMatchPredicate()).isPresent();
  }

  /**
   * @param thrown at the start
   * @return whether it is worth while to wait; not so if the database refuses this service, which
   *     is a wrong setting
   */
  static boolean isPassing(Throwable thrown) {
    return has(thrown, PASSING);
  }

  /**
   * @param thrown at the start
   * @return whether the server has no TLS, if the settings insist on it
   */
  static boolean isForWantOfTls(Throwable thrown) {
    return first(thrown)
        .filter(sql -> CONNECTION_REJECTED.equals(sql.getSQLState()))
        .filter(sql -> String.valueOf(sql.getMessage()).contains("SSL"))
        .isPresent();
  }

  private static boolean has(Throwable thrown, Pattern states) {
    return first(thrown)
        // Liberty's pool has no SQLSTATE for "no connection within the time allowed"
        .filter(sql -> sql.getSQLState() == null || states.matcher(sql.getSQLState()).matches())
        .isPresent();
  }

  private static Optional<SQLException> first(Throwable thrown) {
    return Optional.ofNullable(ExceptionUtils.throwableOfType(thrown, SQLException.class));
  }
}
