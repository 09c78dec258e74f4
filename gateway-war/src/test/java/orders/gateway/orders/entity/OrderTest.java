package orders.gateway.orders.entity;

import static orders.gateway.orders.entity.OrderStatus.CANCELLED;
import static orders.gateway.orders.entity.OrderStatus.CANCELLING;
import static orders.gateway.orders.entity.OrderStatus.CONFIRMED;
import static orders.gateway.orders.entity.OrderStatus.PAYMENT_FAILED;
import static orders.gateway.orders.entity.OrderStatus.PENDING;
import static orders.gateway.orders.entity.OrderStatus.STOCK_FAILED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an order knows by itself. */
class OrderTest {
  private static final OffsetDateTime NOON =
      OffsetDateTime.of(2026, 11, 24, 12, 0, 0, 5_000_000, ZoneOffset.ofHours(1));

  /** What the leases here measure, in place of the machine's own time. */
  private long nanoTime = 1;

  private static Order order(String key) {
    return order("me", key);
  }

  private static Order order(String caller, String key) {
    var items = List.of(new Item("SKU1", 2), new Item("SKU2", 1));
    return new Order(caller, key, "f", items, new Money(1500, Currency.EUR));
  }

  /** A lease that begins now, which is noon in the database. */
  private Lease lease() {
    return new Lease(NOON, nanoTime, Duration.ofSeconds(15), () -> nanoTime);
  }

  private void secondsGoBy(long seconds) {
    nanoTime += Duration.ofSeconds(seconds).toNanos();
  }

  @Test
  void it_keeps_what_was_ordered() {
    Order order = order("k");

    assertThat(order.items()).containsExactly(new Item("SKU1", 2), new Item("SKU2", 1));
    assertThat(order.amount()).isEqualTo(new Money(1500, Currency.EUR));
    assertThat(order.caller()).isEqualTo("me");
    assertThat(order(null).upstreamKey()).hasSize(36);
  }

  @Test
  void equal_keys_of_two_callers_are_two_keys_upstream_and_nobodys_key_stays_as_it_is() {
    assertThat(order("me", "k").upstreamKey())
        .isEqualTo(order("me", "k").upstreamKey())
        .isNotEqualTo(order("you", "k").upstreamKey())
        .isNotEqualTo(order("me", "kk").upstreamKey())
        .hasSize(64);
    assertThat(order("", "k").upstreamKey()).isEqualTo("k");
  }

  private Order stored() {
    return order("k").stored("k", lease());
  }

  private Order that(OrderStatus status) {
    Order order = stored();
    switch (status) {
      case PENDING -> {}
      case CONFIRMED -> order.apply(order.confirm("txn"));
      case STOCK_FAILED -> order.apply(order.failForStock());
      case PAYMENT_FAILED -> order.apply(order.decline());
      case CANCELLING -> order.apply(order.abandon());
      case CANCELLED -> order.apply(order.withdraw());
    }
    return order;
  }

  /** Each move, and the statuses from which alone it may be made. */
  private static Stream<Arguments> moves() {
    OrderStatus[] open = {PENDING, CONFIRMED, PAYMENT_FAILED, CANCELLING};
    return Stream.of(
        move(order -> order.confirm("txn_2"), CONFIRMED, PENDING),
        move(Order::failForStock, STOCK_FAILED, PENDING),
        move(Order::decline, PAYMENT_FAILED, PENDING),
        move(Order::abandon, CANCELLING, PENDING),
        move(Order::withdraw, CANCELLED, PENDING),
        move(Order::undone, CANCELLED, CANCELLING),
        move(Order::finish, null, CONFIRMED, STOCK_FAILED, PAYMENT_FAILED, CANCELLED),
        move(order -> order.postpone(Duration.ofSeconds(1), true), null, open),
        move(order -> order.park("silent"), null, open));
  }

  private static Arguments move(
      Function<Order, OrderChange> made, OrderStatus next, OrderStatus... from) {
    return Arguments.of(made, next, List.of(from));
  }

  @ParameterizedTest
  @MethodSource("moves")
  void an_order_refuses_what_may_not_happen_to_it_before_it_is_written(
      Function<Order, OrderChange> move, OrderStatus next, List<OrderStatus> from) {
    for (OrderStatus status : OrderStatus.values()) {
      Order order = that(status);
      if (from.contains(status)) {
        assertThat(move.apply(order).status()).isEqualTo(next == null ? status : next);
      } else {
        assertThatThrownBy(() -> move.apply(order)).isInstanceOf(IllegalStateException.class);
      }
    }
  }

  @Test
  void an_order_refuses_what_a_person_may_not_do_to_it() {
    for (OrderStatus status : OrderStatus.values()) {
      Order order = that(status);
      if (List.of(PENDING, CONFIRMED, CANCELLING).contains(status)) {
        assertThat(order.cancel()).isEqualTo(new Intervention(CANCELLING, "CANCELLING", true));
      } else {
        assertThatThrownBy(order::cancel).isInstanceOf(IllegalStateException.class);
      }
    }
    Order done = that(CONFIRMED);
    assertThatThrownBy(done::retry).isInstanceOf(IllegalStateException.class);
    done.apply(done.park("silent"));
    assertThat(done.retry()).isEqualTo(new Intervention(CONFIRMED, "RETRY", false));
  }

  @Test
  void what_was_written_is_what_the_order_says() {
    Order order = stored();
    int version = order.version();

    secondsGoBy(2);
    order.apply(order.postpone(Duration.ofSeconds(5), true));
    assertThat(order.failedAttempts()).isEqualTo(1);
    assertThat(order.dueAt()).isEqualTo(NOON.plusSeconds(7));
    order.apply(order.park("silent"));
    assertThat(order.failedAttempts()).isEqualTo(2);
    assertThat(order.parkedReason()).isEqualTo("silent");
    assertThat(order.dueAt()).isNull();
    order.apply(order.confirm("txn"));
    order.apply(order.finish());

    assertThat(order.status()).isEqualTo(OrderStatus.CONFIRMED);
    assertThat(order.parkedReason()).isNull();
    assertThat(order.transactionId()).isEqualTo("txn");
    assertThat(order.version()).isEqualTo(version + 4);
    assertThat(order.holdsKey()).isTrue();
  }

  @Test
  void an_order_that_gave_up_its_key_does_not_get_it_back() {
    Order order = stored();

    order.apply(order.abandon());
    order.apply(order.undone());

    assertThat(order.holdsKey()).isFalse();
  }

  @Test
  void a_lease_measures_what_goes_by_and_keeps_the_databases_time() {
    Lease lease = lease();

    secondsGoBy(10);
    assertThat(lease.start()).isEqualTo(NOON);
    assertThat(lease.now()).isEqualTo(NOON.plusSeconds(10));
    assertThat(lease.left()).isEqualTo(Duration.ofSeconds(5));

    secondsGoBy(6);
    assertThat(lease.left()).isEqualTo(Duration.ofSeconds(-1));
  }

  @Test
  void a_status_is_had_since_it_was_written() {
    Order order = stored();

    secondsGoBy(7);
    order.apply(order.confirm("txn_1"));

    assertThat(order.since()).isEqualTo(NOON.plusSeconds(7));
  }

  @Test
  void nobody_wants_an_order_after_its_deadline() {
    Order order = stored();
    Duration deadline = Duration.ofMinutes(2);
    assertThat(order.isAbandoned(deadline)).isFalse();

    secondsGoBy(120);
    assertThat(order.isAbandoned(deadline)).isFalse();

    nanoTime++;
    assertThat(order.isAbandoned(deadline)).isTrue();
  }

  @Test
  void nobody_but_its_own_request_goes_on_with_an_order_without_a_key() {
    Order order = order(null).stored("id", lease());
    Duration deadline = Duration.ofMinutes(2);
    assertThat(order.isAbandoned(deadline)).isFalse();

    order.leased(lease());
    assertThat(order.isAbandoned(deadline)).isTrue();
  }

  @Test
  void the_timeline_tells_each_step_once_with_the_databases_time_in_utc() {
    Order order = stored();

    order.timeline().addCall(NOON, "reserve", Duration.ofMillis(5), 200, null);
    order.timeline().addCall(NOON, "charge", Duration.ofMillis(0), 0, "timeout");
    order.timeline().add(NOON, "CANCELLING", "why");
    order.timeline().add(NOON, "CANCELLED", null);

    assertThat(order.timeline().take())
        .isEqualTo(
            """
            [{"at":"2026-11-24T11:00:00.000Z","attempt":1,"event":"reserve","ms":5,"answer":200},\
            {"at":"2026-11-24T11:00:00.005Z","attempt":1,"event":"charge","ms":0,"error":"timeout"},\
            {"at":"2026-11-24T11:00:00.005Z","attempt":1,"event":"CANCELLING","detail":"why"},\
            {"at":"2026-11-24T11:00:00.005Z","attempt":1,"event":"CANCELLED"}]""");
    assertThat(order.timeline().take()).isEqualTo("[]");
  }
}
