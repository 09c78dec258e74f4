package orders.gateway.orders.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.Persistence;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.sql.DataSource;
import orders.database.DatabaseException;
import orders.database.ReadsAreNotRepeated;
import orders.database.Sql;
import orders.embedded.TestDatabase;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.OrderChange;
import orders.gateway.orders.entity.OrderStatus;
import orders.gateway.orders.entity.Refund;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract on a real PostgreSQL, and what only a database can do: lose its connection. */
class PostgresOrderRepositoryTest implements OrderRepositoryContract, RefundRepositoryContract {
  private static final PostgresOrderRepository ORDERS = new PostgresOrderRepository();
  private static final PostgresRefundRepository REFUNDS = new PostgresRefundRepository();
  private static DataSource database;
  private static volatile boolean away;

  @BeforeAll
  static void connect() throws Exception {
    database = TestDatabase.of("orders", Path.of("src/main/resources/db/migration"));
    ORDERS.database = database;
    ORDERS.leaseSeconds = 15;
    ORDERS.entities =
        Persistence.createEntityManagerFactory(
                "orders",
                Map.of(
                    "jakarta.persistence.transactionType", "RESOURCE_LOCAL",
                    "jakarta.persistence.jtaDataSource", "",
                    "jakarta.persistence.nonJtaDataSource", awayIfTheTestSaysSo()))
            .createEntityManager();
    ReadsAreNotRepeated.in(ORDERS.entities);
    REFUNDS.database = database;
    REFUNDS.orderRepository = ORDERS;
    REFUNDS.entities = ORDERS.entities;
  }

  /** What JPA reads from. */
  private static DataSource awayIfTheTestSaysSo() {
    return instead(
        DataSource.class,
        database,
        "getConnection",
        connection -> {
          if (away) {
            throw new SQLException("away", "08001");
          }
          return connection.call();
        });
  }

  @BeforeEach
  void nothing_is_stored() throws SQLException {
    execute("delete from refund", "delete from orders");
  }

  @Override
  public OrderRepository orders() {
    return ORDERS;
  }

  @Override
  public RefundRepository refunds() {
    return REFUNDS;
  }

  @Override
  public void letPass(Duration time) {
    Sql.update(
        database,
        "update orders set due_at = due_at - interval '%1$d s', since = since - interval '%1$d s'"
            .formatted(time.toSeconds()));
  }

  @Override
  public Order read(UUID id) {
    return ORDERS.find(id).orElseThrow();
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

  private static int stepsOf(Order order) throws SQLException {
    return Integer.parseInt(
        select("select jsonb_array_length(timeline) from orders where id = '" + order.id() + "'"));
  }

  @Test
  void a_worker_gets_no_more_orders_than_it_asked_for_whatever_the_statistics_say()
      throws SQLException {
    execute("alter table orders set (autovacuum_enabled = false)");
    ORDERS.leaseSeconds = 0;
    stored();
    execute("vacuum analyze orders");
    for (int i = 0; i < 20; i++) {
      stored();
    }
    ORDERS.leaseSeconds = 15;

    List<Order> claimed = ORDERS.claimDue(1);

    assertThat(claimed).hasSize(1);
    assertThat(select("select count(*) from orders where due_at > now()")).isEqualTo("1");
    assertThat(ORDERS.claimDue(7)).hasSize(7);
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
      assertThat(ORDERS.unparkAll("person")).isEqualTo(1);
    }

    assertThat(stepsOf(order)).isLessThanOrEqualTo(150);
  }

  @Test
  void each_parked_order_is_tried_again_once_though_it_is_parked_again_at_once()
      throws SQLException {
    execute(
        """
        insert into orders (id, upstream_key, fingerprint, items, amount_cents, currency, status,
          parked_reason)
        select gen_random_uuid(), 'k' || i, 'f', '[]', 1, 'EUR', 'PENDING', 'tried too often'
        from generate_series(1, 2500) i
        """,
        """
        create function park_again() returns trigger language plpgsql as $$
        begin
          new.parked_reason := 'again'; new.due_at := null;
          return new;
        end $$
        """,
        "create trigger park_again before update on orders for each row execute function park_again()");
    try {
      assertThat(ORDERS.unparkAll("person")).isEqualTo(2500);
    } finally {
      execute("drop function park_again cascade");
    }
  }

  @Test
  void no_order_that_keeps_its_key_ends_as_undone_without_being_undone() throws SQLException {
    Order order = stored();
    var undone = new OrderChange(OrderStatus.CANCELLED, null, null, false, null, true, false);

    assertThatThrownBy(() -> ORDERS.write(order, undone))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("legal_move");
  }

  private static boolean isClosedAs(OrderStatus status, Order order) throws SQLException {
    return ORDERS.find(order.id()).orElseThrow().status() == status
        && select("select due_at from orders where id = '" + order.id() + "'") == null;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_write_whose_connection_is_cut_is_made_once_more_and_happens_once(boolean happened)
      throws SQLException {
    Order order = stored();
    int version = order.version();
    ORDERS.database = cuttingTheNext("executeUpdate", 1, happened, "08006");
    try {
      Order closed = ORDERS.write(order, order.confirm("txn_1"));

      assertThat(closed.status()).isEqualTo(OrderStatus.CONFIRMED);
      assertThat(closed.transactionId()).isEqualTo("txn_1");
    } finally {
      ORDERS.database = database;
    }
    assertThat(isClosedAs(OrderStatus.CONFIRMED, order)).isTrue();
    assertThat(ORDERS.find(order.id()).orElseThrow().version()).isEqualTo(version + 1);
    assertThat(stepsOf(order)).isEqualTo(1);
  }

  @Test
  void a_second_dead_connection_of_the_pool_does_not_stop_the_write() throws SQLException {
    Order order = stored();
    ORDERS.database = cuttingTheNext("executeUpdate", 2, false, "57P01");
    try {
      assertThat(ORDERS.write(order, order.confirm("txn_1")).status())
          .isEqualTo(OrderStatus.CONFIRMED);

      ORDERS.database = cuttingTheNext("executeUpdate", 3, false, "08006");
      assertThatThrownBy(() -> ORDERS.write(order, order.finish()))
          .isInstanceOf(DatabaseException.class);
    } finally {
      ORDERS.database = database;
    }
  }

  @Test
  void what_is_cut_after_its_time_is_not_made_once_more() {
    var connections = new AtomicInteger();
    Supplier<Object> cut =
        () -> {
          connections.incrementAndGet();
          throw new DatabaseException(new SQLException("cut", "08006"));
        };

    assertThatThrownBy(() -> Sql.untilConnected(Duration.ZERO, cut))
        .isInstanceOf(DatabaseException.class);

    assertThat(connections).hasValue(1);
  }

  @Test
  void a_write_that_is_made_once_more_changes_nothing_of_what_another_holder_made_of_the_order()
      throws SQLException {
    Order order = stored();
    execute(
        "update orders set version = version + 1, status = 'CANCELLING', came_from = 'PENDING'");
    ORDERS.database = cuttingTheNext("executeUpdate", 1, false, "57P01");
    try {
      assertThat(ORDERS.write(order, order.confirm("txn_1")).status())
          .isEqualTo(OrderStatus.CANCELLING);
    } finally {
      ORDERS.database = database;
    }
  }

  @Test
  void a_write_that_the_database_refuses_is_not_made_once_more() throws SQLException {
    Order order = stored();
    // a statement that took too long: another one would take as long
    ORDERS.database = cuttingTheNext("executeUpdate", 1, false, "57014");
    try {
      assertThatThrownBy(() -> ORDERS.write(order, order.confirm("txn_1")))
          .isInstanceOf(DatabaseException.class);
    } finally {
      ORDERS.database = database;
    }
    assertThat(isClosedAs(OrderStatus.CONFIRMED, order)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_refund_whose_connection_is_cut_is_stored_once(boolean happened) throws SQLException {
    Order order = confirmed();
    var refund = new Refund(order.id(), null, 700);
    REFUNDS.database = cuttingTheNext("executeQuery", 1, happened, "08006");
    try {
      assertThat(REFUNDS.open(refund).isPresent()).isNotEqualTo(happened);
    } finally {
      REFUNDS.database = database;
    }
    assertThat(REFUNDS.of(order)).extracting(Refund::id).containsExactly(refund.id());
    assertThat(ORDERS.find(order.id()).orElseThrow().refundCents()).isEqualTo(700);
  }

  @Test
  void a_refund_without_a_key_of_which_nobody_knows_whether_it_is_stored_is_not_to_be_asked_again()
      throws SQLException {
    Order order = confirmed();
    var refunds = new Refunds();
    refunds.refundRepository = REFUNDS;
    refunds.orders = ORDERS;
    // every connection is cut: the first of them perhaps after it was stored
    REFUNDS.database = cuttingTheNext("executeQuery", 3, false, "08006");
    try {
      for (String key : new String[] {null, "key"}) {
        assertThatThrownBy(() -> refunds.refund(order, new Refund(order.id(), key, 500)))
            .isInstanceOfSatisfying(
                Unfinished.class,
                unfinished -> {
                  assertThat(unfinished.orderId()).isEqualTo(order.id());
                  assertThat(unfinished.isRepeatable()).isEqualTo(key != null);
                });
        REFUNDS.database = cuttingTheNext("executeQuery", 3, false, "08006");
      }
    } finally {
      REFUNDS.database = database;
    }
  }

  @Test
  void a_read_that_finds_the_database_away_says_so_as_a_write_does() {
    Order order = stored();
    var list = new OrderList();
    list.entities = ORDERS.entities;
    List<ThrowingCallable> reads =
        List.of(
            () -> ORDERS.find(order.id()),
            () -> ORDERS.holder("", "key"),
            () -> ORDERS.timeline(order.id()),
            () -> ORDERS.takeOver(order),
            () -> ORDERS.claimDue(1),
            () -> REFUNDS.of(order),
            () -> list.newest("me", 1, 10),
            () -> list.inNeed(null, false, 0, 10),
            () -> list.count(null));

    away = true;
    try {
      assertThat(reads)
          .allSatisfy(
              read ->
                  assertThatThrownBy(read)
                      .isInstanceOf(DatabaseException.class)
                      .hasMessage("away"));
    } finally {
      away = false;
    }
    assertThat(ORDERS.find(order.id())).isPresent();
  }

  /** However many orders there were: otherwise it would read all of them each time. */
  @Test
  void what_waits_too_long_is_found_by_an_index() throws SQLException {
    execute(
        "insert into orders (id, upstream_key, fingerprint, items, amount_cents, currency, status,"
            + " came_from) select gen_random_uuid(), gen_random_uuid(), 'f', '[]', 100, 'EUR',"
            + " 'STOCK_FAILED', 'PENDING' from generate_series(1, 10000)",
        "analyze orders");

    try (var connection = database.getConnection();
        var statement =
            connection.prepareStatement(
                "explain " + PostgresOrderRepository.END_IMPOSSIBLE_WAITS)) {
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

  @Test
  void whoever_lost_an_order_to_somebody_else_has_no_lease_in_the_same_object_either()
      throws SQLException {
    stored();
    execute("update orders set due_at = now()");
    Order mine = ORDERS.claimDue(1).get(0);
    execute("update orders set version = version + 1, due_at = now() + interval '15 s'");

    assertThat(ORDERS.write(mine, mine.abandon()).lease()).isNull();

    assertThat(ORDERS.find(mine.id()).orElseThrow().status()).isEqualTo(OrderStatus.PENDING);
  }

  /**
   * The database, but for its next writes, which fail.
   *
   * @param happens whether they happen all the same, and only their answers are lost
   */
  private static DataSource cuttingTheNext(
      String write, int times, boolean happens, String sqlState) {
    var left = new AtomicInteger(times);
    return instead(
        DataSource.class,
        database,
        "getConnection",
        connection ->
            left.getAndDecrement() > 0
                ? instead(
                    Connection.class,
                    connection.call(),
                    "prepareStatement",
                    statement ->
                        instead(
                            PreparedStatement.class,
                            statement.call(),
                            write,
                            update -> {
                              if (happens) {
                                update.call();
                              }
                              throw new SQLException("cut", sqlState);
                            }))
                : connection.call());
  }

  private interface Instead {
    Object of(Callable<Object> call) throws Exception;
  }

  private static <T> T instead(Class<T> type, Object real, String method, Instead instead) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, called, arguments) -> {
              Callable<Object> call = () -> called.invoke(real, arguments);
              return called.getName().equals(method) ? instead.of(call) : call.call();
            }));
  }
}
