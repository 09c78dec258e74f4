package orders.payments;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.servlet.ServletContext;
import javax.sql.DataSource;
import orders.http.Migrations;
import orders.http.OwnConnection;

/** The database of this service, brought to the newest version before anything else starts. */
@ApplicationScoped
public class Database {

  @Produces
  @Resource(lookup = "jdbc/payments")
  DataSource dataSource;

  @Produces
  @OwnConnection
  @Resource(lookup = "jdbc/payments-own-connection", shareable = false)
  DataSource ownConnection;

  void migrate(@Observes @Initialized(ApplicationScoped.class) ServletContext application) {
    Migrations.apply(ownConnection, application);
  }
}
