package orders.inventory;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.servlet.ServletContext;
import javax.sql.DataSource;
import orders.database.Migrations;
import orders.database.OwnConnection;
import orders.database.ReadsAreNotRepeated;

/** The database of this service, brought to the newest version before anything else starts. */
@ApplicationScoped
public class Database {

  // not shareable, or Liberty would keep each connection until the request has ended, through its
  // calls of other services, and what failed at the start for ever
  @Produces
  @Resource(lookup = "jdbc/inventory", shareable = false)
  DataSource dataSource;

  @Produces
  @OwnConnection
  @Resource(lookup = "jdbc/inventory-own-connection", shareable = false)
  DataSource ownConnection;

  @PersistenceContext EntityManager entities;

  void migrate(@Observes @Initialized(ApplicationScoped.class) ServletContext application) {
    Migrations.apply(ownConnection, application);
    ReadsAreNotRepeated.in(entities);
  }
}
