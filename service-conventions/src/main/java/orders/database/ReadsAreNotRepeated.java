package orders.database;

import jakarta.persistence.EntityManager;
import org.eclipse.persistence.sessions.DatabaseLogin;
import org.eclipse.persistence.sessions.Session;

/**
 * EclipseLink repeats a read whose connection failed three times, five seconds apart, and no
 * property of the persistence unit says otherwise: while a database was away each read took 10 to
 * 35 s (docs/decisions/0021). Its client is the one who knows whether to ask again.
 */
public final class ReadsAreNotRepeated {

  private ReadsAreNotRepeated() {}

  /**
   * Makes it so for the whole persistence unit.
   *
   * @param entities of the unit, whose database can be reached
   */
  public static void in(EntityManager entities) {
    DatabaseLogin login = entities.unwrap(Session.class).getLogin();
    login.setQueryRetryAttemptCount(0);
    login.setConnectionHealthValidatedOnError(false);
  }
}
