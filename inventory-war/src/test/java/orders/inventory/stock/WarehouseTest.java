package orders.inventory.stock;

import java.nio.file.Path;
import javax.sql.DataSource;
import orders.embedded.TestDatabase;
import org.junit.jupiter.api.BeforeAll;

/** Without a server, for the mutation run. */
class WarehouseTest extends WarehouseContract {
  private static final Warehouse WAREHOUSE = new Warehouse();

  @BeforeAll
  static void connect() throws Exception {
    WAREHOUSE.database = TestDatabase.of("inventory", Path.of("src/main/resources/db/migration"));
  }

  @Override
  Warehouse warehouse() {
    return WAREHOUSE;
  }

  @Override
  DataSource database() {
    return WAREHOUSE.database;
  }
}
