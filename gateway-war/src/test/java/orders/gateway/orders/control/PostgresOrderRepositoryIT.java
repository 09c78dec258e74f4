package orders.gateway.orders.control;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.io.File;
import java.net.URI;
import net.bytebuddy.ByteBuddy;
import org.assertj.core.api.Assertions;
import org.eclipse.persistence.sessions.Session;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** What of the repository only a server can show. */
@ArquillianTest
class PostgresOrderRepositoryIT {

  @Deployment
  static WebArchive war() {
    return ShrinkWrap.createFromZipFile(WebArchive.class, new File("target/gateway-war.war"))
        .addClasses(PostgresOrderRepositoryIT.class, Unit.class)
        .addAsLibraries(jarOf(Assertions.class), jarOf(ByteBuddy.class));
  }

  private static File jarOf(Class<?> type) {
    return new File(
        URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  /** What only a bean is given. */
  @ApplicationScoped
  static class Unit {
    @PersistenceContext EntityManager entities;

    int retries() {
      return entities.unwrap(Session.class).getLogin().getQueryRetryAttemptCount();
    }
  }

  @Inject Unit unit;

  /** Otherwise EclipseLink would, five seconds apart: docs/decisions/0021. */
  @Test
  void a_read_that_failed_is_not_repeated() {
    assertThat(unit.retries()).isZero();
  }
}
