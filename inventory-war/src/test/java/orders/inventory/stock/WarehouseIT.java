package orders.inventory.stock;

import jakarta.inject.Inject;
import java.io.File;
import java.net.URI;
import javax.sql.DataSource;
import net.bytebuddy.ByteBuddy;
import org.assertj.core.api.Assertions;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** In Liberty. */
@ArquillianTest
class WarehouseIT extends WarehouseContract {

  @Deployment
  static WebArchive war() {
    return ShrinkWrap.createFromZipFile(WebArchive.class, new File("target/inventory-war.war"))
        .addClass(WarehouseContract.class)
        .addAsLibraries(jarOf(Assertions.class), jarOf(ByteBuddy.class));
  }

  private static File jarOf(Class<?> type) {
    return new File(
        URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  @Inject Warehouse warehouse;
  @Inject DataSource database;

  @Override
  Warehouse warehouse() {
    return warehouse;
  }

  @Override
  DataSource database() {
    return database;
  }
}
