package orders.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether the service's database can be written to: without it the service can do nothing. */
@Readiness
@ApplicationScoped
public class DatabaseCheck implements HealthCheck {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(2);
  private static final Duration ALL_MAX = Duration.ofSeconds(3);

  /** More than there are connections kept, so that the last one asked is a new one. */
  private static final int CONNECTIONS_ASKED_MAX = 5;

  private static final String WRITABLE =
      "select not pg_is_in_recovery() and not current_setting('transaction_read_only')::boolean";

  @Inject @OwnConnection DataSource database;

  @Inject
  @ConfigProperty(name = "service.name")
  String service;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named(service + " database").status(isWritable()).build();
  }

  /**
   * A connection that was kept may have died, or still be as the database was when it was opened:
   * that says nothing of the database, and the next one is asked.
   */
  boolean isWritable() {
    long begin = System.nanoTime();
    for (int asked = 0; asked < CONNECTIONS_ASKED_MAX; asked++) {
      if (asks()) {
        return true;
      }
      if (System.nanoTime() - begin > ALL_MAX.toNanos()) {
        return false;
      }
    }
    return false;
  }

  private boolean asks() {
    try (var connection = database.getConnection()) {
      connection.setNetworkTimeout(Runnable::run, (int) ANSWER_MAX.toMillis());
      boolean writable = isWritable(connection);
      if (!writable) {
        // or it would be kept, and answer the same when the database has changed
        connection.abort(Runnable::run);
      }
      return writable;
    } catch (SQLException away) {
      // the server throws the connection away
      return false;
    }
  }

  private static boolean isWritable(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(WRITABLE)) {
      return row.next() && row.getBoolean(1);
    }
  }
}
