package orders.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Whether the service's database can be written to: without it the service can do nothing. Each
 * look is at a session of its own: one that is kept may have died, or still be as the database was
 * when it was opened, and says nothing of what the next order will meet.
 */
@Readiness
@ApplicationScoped
public class DatabaseCheck implements HealthCheck {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(2);

  private static final String WRITABLE =
      "select not pg_is_in_recovery() and not current_setting('transaction_read_only')::boolean";

  @Inject @OwnConnection DataSource database;

  @Inject
  @ConfigProperty(name = "service.name")
  String service;

  private final Object look = new Object();
  private long beganNanos = System.nanoTime();
  private boolean writable;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named(service + " database").status(isWritable()).build();
  }

  /**
   * However many ask at once, one looks at a time, and its look is the answer for all who had asked
   * before it began.
   *
   * @return whether a new session may write
   */
  public boolean isWritable() {
    long askedNanos = System.nanoTime();
    synchronized (look) {
      if (beganNanos - askedNanos <= 0) {
        beganNanos = System.nanoTime();
        writable = looksWritable();
      }
      return writable;
    }
  }

  private boolean looksWritable() {
    try (var connection = database.getConnection()) {
      connection.setNetworkTimeout(Runnable::run, (int) ANSWER_MAX.toMillis());
      try (var statement = connection.createStatement();
          var row = statement.executeQuery(WRITABLE)) {
        return row.next() && row.getBoolean(1);
      }
    } catch (SQLException away) {
      return false;
    }
  }
}
