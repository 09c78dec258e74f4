package orders.gateway.orders.control;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.Persistence;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import orders.embedded.TestDatabase;
import orders.gateway.orders.entity.Currency;
import orders.gateway.orders.entity.Item;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.OrderStatus;
import orders.gateway.orders.entity.Refund;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the writes to the tables of orders and refunds must do on a real PostgreSQL. */
class OrderBookTest {
  private static final OrderBook BOOK = new OrderBook();
  private static final RefundBook REFUNDS = new RefundBook();
  private static DataSource database;

  @BeforeAll
  static void connect() throws Exception {
    database = TestDatabase.of("orders", Path.of("src/main/resources/db/migration"));
    BOOK.database = database;
    BOOK.leaseSeconds = 15;
    BOOK.entities =
        Persistence.createEntityManagerFactory(
                "orders",
                Map.of(
                    "jakarta.persistence.transactionType", "RESOURCE_LOCAL",
                    "jakarta.persistence.jtaDataSource", "",
                    "jakarta.persistence.nonJtaDataSource", database))
            .createEntityManager();
    REFUNDS.database = database;
    REFUNDS.book = BOOK;
    REFUNDS.entities = BOOK.entities;
  }

  @BeforeEach
  void nothing_is_stored() throws SQLException {
    execute("delete from refund", "delete from orders");
  }

  private static void execute(String... statements) throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static String select(String sql) throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static Order stored() throws SQLException {
    return BOOK.open(
            new Order(
                "",
                UUID.randomUUID().toString(),
                "f",
                List.of(new Item("SKU1", 2)),
                1500,
                Currency.EUR))
        .orElseThrow();
  }

  private static Order confirmed() throws SQLException {
    return BOOK.close(stored(), OrderStatus.CONFIRMED, "txn_1");
  }

  private static int stepsOf(Order order) throws SQLException {
    return Integer.parseInt(
        select("select jsonb_array_length(timeline) from orders where id = '" + order.id() + "'"));
  }

  @Test
  void a_worker_gets_no_more_orders_than_it_asked_for_whatever_the_statistics_say()
      throws SQLException {
    execute("alter table orders set (autovacuum_enabled = false)");
    BOOK.leaseSeconds = 0;
    stored();
    execute("vacuum analyze orders");
    for (int i = 0; i < 20; i++) {
      stored();
    }
    BOOK.leaseSeconds = 15;

    List<Order> claimed = BOOK.claimDue(1);

    assertThat(claimed).hasSize(1);
    assertThat(select("select count(*) from orders where due_at > now()")).isEqualTo("1");
    assertThat(BOOK.claimDue(7)).hasSize(7);
  }

  @Test
  void a_timeline_stays_short_however_often_refunds_are_given() throws SQLException {
    Order order = confirmed();
    for (int i = 0; i < 160; i++) {
      var refund = new Refund(order.id(), null, 1);
      order.leased(REFUNDS.open(refund).orElseThrow());
      order.timeline().add(order.lease().now(), "refund " + i, null);
      REFUNDS.close(order, refund, true);
    }

    assertThat(stepsOf(order)).isLessThanOrEqualTo(150);
    assertThat(BOOK.timeline(order.id()).orElseThrow())
        .contains("CONFIRMED", "refund 0\"", "refund 159\"")
        .doesNotContain("refund 80\"");
  }

  @Test
  void a_timeline_stays_short_however_often_a_person_acts() throws SQLException {
    Order order = confirmed();
    for (int i = 0; i < 160; i++) {
      order = BOOK.act(order, OrderStatus.CONFIRMED, "RETRY", "person " + i).orElseThrow();
    }

    assertThat(stepsOf(order)).isLessThanOrEqualTo(150);
    assertThat(BOOK.timeline(order.id()).orElseThrow()).contains("person 0\"", "person 159\"");
  }

  @Test
  void a_timeline_stays_short_however_often_all_parked_orders_are_tried_again()
      throws SQLException {
    Order order = stored();
    var parked = new ArrayList<String>();
    for (int i = 0; i < 160; i++) {
      parked.add(
          "update orders set due_at = null, leased = false, parked_reason = 'tried too often'");
    }
    for (String park : parked) {
      execute(park);
      assertThat(BOOK.unparkAll("person")).isEqualTo(1);
    }

    assertThat(stepsOf(order)).isLessThanOrEqualTo(150);
  }

  @Test
  void an_order_remembers_how_many_attempts_failed_until_a_person_acts() throws SQLException {
    Order order = stored();
    order = BOOK.postpone(order, OrderStatus.PENDING, Duration.ZERO, true);
    order = BOOK.postpone(order, OrderStatus.PENDING, Duration.ZERO, false);
    Order claimed = BOOK.claimDue(1).get(0);
    assertThat(claimed.isClaimed()).isTrue();
    assertThat(claimed.failedAttempts()).isEqualTo(1);
    assertThat(claimed.attempts()).isEqualTo(2);

    BOOK.park(claimed, OrderStatus.PENDING, "tried too often");
    Order found = BOOK.find(order.id()).orElseThrow();
    assertThat(found.failedAttempts()).isEqualTo(2);

    Order retried = BOOK.act(found, OrderStatus.PENDING, "RETRY", "person").orElseThrow();
    assertThat(retried.failedAttempts()).isZero();
  }
}
