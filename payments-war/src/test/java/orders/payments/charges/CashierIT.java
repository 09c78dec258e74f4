package orders.payments.charges;

import jakarta.inject.Inject;
import java.io.File;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import javax.naming.InitialContext;
import javax.sql.DataSource;
import net.bytebuddy.ByteBuddy;
import org.assertj.core.api.Assertions;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** In Liberty. */
@ArquillianTest
class CashierIT extends CashierContract {

  @Deployment
  static WebArchive war() {
    return ShrinkWrap.createFromZipFile(WebArchive.class, new File("target/payments-war.war"))
        .addClass(CashierContract.class)
        .addAsLibraries(jarOf(Assertions.class), jarOf(ByteBuddy.class));
  }

  private static File jarOf(Class<?> type) {
    return new File(
        URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  @Inject Cashier cashier;
  @Inject DataSource database;

  @Override
  Cashier cashier() {
    return cashier;
  }

  @Override
  DataSource database() {
    return database;
  }

  /** The container's own threads: its entity managers work on no others. */
  @Override
  ExecutorService threads() throws Exception {
    return InitialContext.doLookup("java:comp/DefaultManagedExecutorService");
  }
}
