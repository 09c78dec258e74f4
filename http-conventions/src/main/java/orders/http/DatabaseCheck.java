package orders.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether the service's database answers: without it the service can do nothing. */
@Readiness
@ApplicationScoped
public class DatabaseCheck implements HealthCheck {
  private static final int ANSWER_SECONDS_MAX = 2;

  @Inject DataSource database;

  @Inject
  @ConfigProperty(name = "service.name")
  String service;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named(service + " database").status(answers()).build();
  }

  boolean answers() {
    try (var connection = database.getConnection()) {
      return connection.isValid(ANSWER_SECONDS_MAX);
    } catch (SQLException e) {
      return false;
    }
  }
}
