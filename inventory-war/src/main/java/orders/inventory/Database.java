package orders.inventory;

import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Produces;
import javax.sql.DataSource;
import orders.http.Migrations;

/** The database of this service, brought to the newest version before anything else starts. */
@ApplicationScoped
public class Database {

  @Produces
  @Resource(lookup = "jdbc/inventory")
  DataSource dataSource;

  void migrate(@Observes @Priority(1) Startup start) {
    Migrations.apply(dataSource, Database.class);
  }
}
