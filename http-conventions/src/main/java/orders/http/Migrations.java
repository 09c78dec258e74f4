package orders.http;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings a service's database to the newest version before the service answers anything. */
public final class Migrations {
  private static final int CONNECT_ATTEMPTS = 60;

  private Migrations() {}

  /**
   * @param database the service's own
   * @param application a class of the service, whose {@code db/migration} is applied
   * @throws IllegalStateException where no migration was found: a service without tables must not
   *     start
   * @throws org.flywaydb.core.api.FlywayException where the database cannot be reached or a
   *     migration fails
   */
  public static void apply(DataSource database, Class<?> application) {
    var flyway =
        Flyway.configure(application.getClassLoader())
            .dataSource(database)
            .locations("classpath:db/migration")
            // beside a database that is starting too, as in compose
            .connectRetries(CONNECT_ATTEMPTS)
            .connectRetriesInterval(1)
            .load();
    flyway.migrate();
    // on Liberty, Flyway finds nothing, and says nothing, without the marker file flyway.location
    if (flyway.info().current() == null) {
      throw new IllegalStateException("no migration found in " + application.getModule());
    }
  }
}
