package orders.gateway.orders.control;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.UserTransaction;
import java.io.File;
import java.net.URI;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import net.bytebuddy.ByteBuddy;
import orders.gateway.orders.entity.Order;
import org.assertj.core.api.Assertions;
import org.eclipse.persistence.sessions.Session;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The statements of the to-do list on a real database. Nothing is committed, so no worker acts. */
@ArquillianTest
class OrderBookIT {

  @Deployment
  static WebArchive war() {
    return ShrinkWrap.createFromZipFile(WebArchive.class, new File("target/gateway-war.war"))
        .addClasses(OrderBookIT.class, Unit.class)
        .addAsLibraries(jarOf(Assertions.class), jarOf(ByteBuddy.class));
  }

  /** What only a bean is given. */
  @ApplicationScoped
  static class Unit {
    @PersistenceContext EntityManager entities;

    int retries() {
      return entities.unwrap(Session.class).getLogin().getQueryRetryAttemptCount();
    }
  }

  private static File jarOf(Class<?> type) {
    return new File(
        URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  @Inject OrderBook book;
  @Inject DataSource database;
  @Inject UserTransaction transaction;
  @Inject Unit unit;

  @BeforeEach
  void begin() throws Exception {
    transaction.begin();
  }

  @AfterEach
  void undo() throws Exception {
    transaction.rollback();
  }

  private Order stored(boolean leased, String dueIn) throws SQLException {
    var id = UUID.randomUUID();
    run(
        "insert into orders (id, upstream_key, fingerprint, items, amount_cents, currency, status,"
            + " leased, due_at) values ('%s', '%s', 'f', '[]', 100, 'EUR', 'PENDING', %s,"
                .formatted(id, id, leased)
            + " now() + interval '%s')".formatted(dueIn));
    return book.find(id).orElseThrow();
  }

  private void run(String sql) throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private boolean isDue(Order order) throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "select due_at <= now() from orders where id = '%s'".formatted(order.id()))) {
      row.next();
      return row.getBoolean(1);
    }
  }

  @Test
  void an_order_that_somebody_works_on_is_not_taken_over() throws Exception {
    assertThat(book.takeOver(stored(true, "14 seconds"))).isEmpty();
    assertThat(book.takeOver(stored(true, "-1 second"))).isPresent();
    assertThat(book.takeOver(stored(false, "9 seconds"))).isPresent();
  }

  @Test
  void a_lease_that_ends_later_than_any_could_is_no_lease() throws Exception {
    assertThat(book.takeOver(stored(true, "1 hour"))).isPresent();
    assertThat(book.takeOver(stored(true, "21 seconds"))).isPresent();
  }

  @Test
  void what_is_to_wait_longer_than_anything_may_is_due() throws Exception {
    Order leased = stored(true, "1 hour");
    Order putOff = stored(false, "1 hour");
    Order leasedNow = stored(true, "15 seconds");
    Order putOffNow = stored(false, "10 seconds");

    book.endImpossibleWaits();

    assertThat(isDue(leased)).isTrue();
    assertThat(isDue(putOff)).isTrue();
    assertThat(isDue(leasedNow)).isFalse();
    assertThat(isDue(putOffNow)).isFalse();
    assertThat(book.find(leased.id()).orElseThrow().version()).isEqualTo(leased.version());
  }

  /** Otherwise EclipseLink would, five seconds apart: docs/decisions/0021. */
  @Test
  void a_read_that_failed_is_not_repeated() {
    assertThat(unit.retries()).isZero();
  }

  /** However many orders there were: otherwise it would read all of them each time. */
  @Test
  void what_waits_too_long_is_found_by_an_index() throws Exception {
    run(
        "insert into orders (id, upstream_key, fingerprint, items, amount_cents, currency, status,"
            + " came_from) select gen_random_uuid(), gen_random_uuid(), 'f', '[]', 100, 'EUR',"
            + " 'STOCK_FAILED', 'PENDING' from generate_series(1, 10000)");
    run("analyze orders");

    try (var connection = database.getConnection();
        var statement = connection.prepareStatement("explain " + OrderBook.END_IMPOSSIBLE_WAITS)) {
      statement.setLong(1, 20_000);
      var plan = new StringBuilder();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          plan.append(rows.getString(1)).append('\n');
        }
      }
      assertThat(plan).contains("Index Scan using orders_due").doesNotContain("Seq Scan");
    }
  }
}
