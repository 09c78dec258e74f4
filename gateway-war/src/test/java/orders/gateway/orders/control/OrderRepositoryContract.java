package orders.gateway.orders.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import orders.gateway.orders.entity.Currency;
import orders.gateway.orders.entity.Item;
import orders.gateway.orders.entity.Money;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.OrderStatus;
import orders.gateway.orders.entity.Refund;
import org.junit.jupiter.api.Test;

/** What every repository of orders and refunds must do, whatever it keeps them in. */
abstract class OrderRepositoryContract {
  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final Duration AFTER_LEASE = LEASE.plusSeconds(1);
  private static final int AT_ONCE = 8;

  abstract OrderRepository orders();

  abstract RefundRepository refunds();

  /** Lets the repository's clock go on by so much, or back. */
  abstract void letPass(Duration time);

  /** The order as somebody else reads it, who has no part in this one's object. */
  abstract Order read(UUID id);

  private static Order order(String caller, String key) {
    return new Order(caller, key, "f", List.of(new Item("SKU1", 2)), new Money(1500, Currency.EUR));
  }

  private Order stored() {
    return stored("k" + UUID.randomUUID());
  }

  private Order stored(String key) {
    return orders().open(order("", key)).orElseThrow();
  }

  private Order confirmed() {
    Order order = stored();
    return orders().write(order, order.confirm("txn_1"));
  }

  private Order parked() {
    Order order = stored();
    return orders().write(order, order.park("tried too often"));
  }

  /** The one order that is due. */
  private Order claimed() {
    List<Order> due = orders().claimDue(100);
    assertThat(due).hasSize(1);
    return due.get(0);
  }

  private boolean isDue() {
    return !orders().claimDue(100).isEmpty();
  }

  private String timeline(Order order) {
    return orders().timeline(order.id()).orElseThrow();
  }

  private static <T> List<T> atOnce(Callable<T> call) throws Exception {
    var threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      var results = new ArrayList<T>();
      for (var result : threads.invokeAll(Collections.nCopies(AT_ONCE, call))) {
        results.add(result.get());
      }
      return results;
    } finally {
      threads.shutdown();
    }
  }

  // an order, its key and its lease

  @Test
  void a_new_order_is_stored_with_a_lease_for_its_own_request() {
    Order order = stored("k");

    assertThat(order.lease().left()).isPositive().isLessThanOrEqualTo(LEASE);
    Order found = read(order.id());
    assertThat(found.status()).isEqualTo(OrderStatus.PENDING);
    assertThat(found.attempts()).isEqualTo(1);
    assertThat(found.version()).isEqualTo(order.version());
    assertThat(found.items()).isEqualTo(order.items());
    assertThat(found.lease()).isNull();
    assertThat(isDue()).isFalse();
    assertThat(orders().holder("", "k")).map(Order::id).hasValue(order.id());
    assertThat(orders().holder("somebody", "k")).isEmpty();
    assertThat(orders().find(UUID.randomUUID())).isEmpty();
    assertThat(orders().timeline(UUID.randomUUID())).isEmpty();
  }

  @Test
  void one_order_holds_a_key_of_a_caller() {
    stored("k");

    assertThat(orders().open(order("", "k"))).isEmpty();
    assertThat(orders().open(order("somebody", "k"))).isPresent();
    assertThat(orders().open(order("", null))).isPresent();
    assertThat(orders().open(order("", null))).isPresent();
  }

  @Test
  void of_equal_requests_at_once_one_is_stored() throws Exception {
    List<Boolean> stored = atOnce(() -> orders().open(order("", "k")).isPresent());

    assertThat(stored).containsOnlyOnce(true);
  }

  @Test
  void an_order_that_somebody_works_on_is_not_taken_over_until_the_lease_has_run_out() {
    Order order = stored();
    assertThat(orders().takeOver(read(order.id()))).isEmpty();

    letPass(AFTER_LEASE);
    Order taken = orders().takeOver(read(order.id())).orElseThrow();

    assertThat(taken.lease().left()).isPositive();
    assertThat(taken.attempts()).isEqualTo(2);
    assertThat(taken.isClaimed()).isFalse();
    assertThat(orders().takeOver(read(order.id()))).isEmpty();
  }

  @Test
  void an_order_that_nobody_works_on_is_taken_over_once() {
    Order order = stored();
    orders().write(order, order.postpone(Duration.ofSeconds(9), false));
    Order seenByOne = read(order.id());
    Order seenByAnother = read(order.id());

    assertThat(orders().takeOver(seenByOne)).isPresent();
    assertThat(orders().takeOver(seenByAnother)).isEmpty();
  }

  @Test
  void a_worker_gets_what_is_due_the_longest_due_first_and_no_more_than_it_asked_for() {
    Order first = stored();
    letPass(Duration.ofSeconds(5));
    Order second = stored();
    assertThat(isDue()).isFalse();
    letPass(Duration.ofSeconds(11));
    assertThat(orders().claimDue(5)).extracting(Order::id).containsExactly(first.id());
    letPass(AFTER_LEASE);

    List<Order> claimed = orders().claimDue(1);

    assertThat(claimed).extracting(Order::id).containsExactly(second.id());
    assertThat(claimed.get(0).isClaimed()).isTrue();
    assertThat(claimed.get(0).attempts()).isEqualTo(2);
    assertThat(claimed.get(0).lease().left()).isPositive();
    assertThat(orders().claimDue(5)).extracting(Order::id).containsExactly(first.id());
    assertThat(isDue()).isFalse();
  }

  @Test
  void a_lease_that_ends_later_than_any_could_is_no_lease() {
    Order order = stored();

    letPass(Duration.ofHours(-1));

    assertThat(orders().takeOver(read(order.id()))).isPresent();
  }

  @Test
  void what_is_to_wait_longer_than_anything_may_is_made_due_and_stays_its_holders() {
    Order leased = stored();
    Order postponed = stored();
    orders().write(postponed, postponed.postpone(Duration.ofSeconds(10), false));
    orders().endImpossibleWaits();
    assertThat(isDue()).isFalse();

    letPass(Duration.ofHours(-1));
    orders().endImpossibleWaits();

    assertThat(read(leased.id()).version()).isEqualTo(leased.version());
    assertThat(orders().claimDue(100))
        .extracting(Order::id)
        .containsExactlyInAnyOrder(leased.id(), postponed.id());
  }

  // what is written of it

  @Test
  void a_confirmed_order_has_its_payment_and_nothing_left_to_do() {
    Order order = confirmed();

    assertThat(order.status()).isEqualTo(OrderStatus.CONFIRMED);
    Order found = read(order.id());
    assertThat(found.status()).isEqualTo(OrderStatus.CONFIRMED);
    assertThat(found.transactionId()).isEqualTo("txn_1");
    assertThat(found.version()).isEqualTo(order.version());
    assertThat(found.dueAt()).isNull();
    letPass(Duration.ofHours(1));
    assertThat(isDue()).isFalse();
  }

  @Test
  void an_order_left_for_another_attempt_is_due_after_the_wait_and_its_failures_are_counted() {
    Order order = stored();
    orders().write(order, order.postpone(Duration.ofSeconds(5), true));
    assertThat(isDue()).isFalse();
    letPass(Duration.ofSeconds(6));

    Order claimed = claimed();

    assertThat(claimed.failedAttempts()).isEqualTo(1);
    orders().write(claimed, claimed.postpone(Duration.ZERO, false));
    assertThat(read(order.id()).failedAttempts()).isEqualTo(1);
  }

  @Test
  void a_parked_order_waits_for_a_person_who_has_all_of_them_tried_again() {
    Order order = parked();
    assertThat(order.parkedReason()).isEqualTo("tried too often");
    assertThat(read(order.id()).parkedReason()).isEqualTo("tried too often");
    assertThat(read(order.id()).failedAttempts()).isEqualTo(1);
    letPass(Duration.ofHours(1));
    assertThat(isDue()).isFalse();
    stored();

    assertThat(orders().unparkAll("a person")).isEqualTo(1);

    Order claimed = claimed();
    assertThat(claimed.id()).isEqualTo(order.id());
    assertThat(claimed.attempts()).isEqualTo(1);
    assertThat(claimed.failedAttempts()).isZero();
    assertThat(claimed.parkedReason()).isNull();
    assertThat(timeline(order)).contains("RETRY", "a person");
    assertThat(orders().unparkAll("a person")).isZero();
  }

  @Test
  void a_parked_order_is_taken_over_by_a_retry_of_its_client() {
    Order taken = orders().takeOver(read(parked().id())).orElseThrow();

    assertThat(taken.parkedReason()).isNull();
    assertThat(taken.lease().left()).isPositive();
  }

  @Test
  void whoever_lost_an_order_changes_nothing_of_it_and_has_no_lease_on_it_any_more() {
    stored();
    letPass(AFTER_LEASE);
    Order lost = claimed();
    letPass(AFTER_LEASE);
    Order taken = orders().takeOver(read(lost.id())).orElseThrow();
    int version = taken.version();

    Order found = orders().write(lost, lost.confirm("txn_1"));

    assertThat(found.status()).isEqualTo(OrderStatus.PENDING);
    assertThat(found.lease()).isNull();
    assertThat(read(lost.id()).version()).isEqualTo(version);
    assertThat(timeline(lost)).doesNotContain("CONFIRMED");
  }

  @Test
  void an_order_that_is_undone_without_its_clients_wish_gives_its_key_up_once_it_is() {
    Order order = stored("k");

    order = orders().write(order, order.abandon());
    assertThat(order.lease()).isNotNull();
    assertThat(orders().holder("", "k")).map(Order::status).hasValue(OrderStatus.CANCELLING);
    assertThat(orders().open(order("", "k"))).isEmpty();
    order = orders().write(order, order.undone());

    assertThat(order.holdsKey()).isFalse();
    assertThat(orders().holder("", "k")).isEmpty();
    Order next = stored("k");
    assertThat(next.upstreamKey()).startsWith("k~").isNotEqualTo(order.upstreamKey());
    assertThat(read(next.id()).upstreamKey()).isEqualTo(next.upstreamKey());
  }

  @Test
  void an_order_that_its_client_cancelled_keeps_its_key() {
    Order order = stored("k");
    Order mine = orders().act(order, OrderStatus.CANCELLING, "CANCELLING", "client").orElseThrow();

    orders().write(mine, mine.undone());

    assertThat(orders().holder("", "k")).map(Order::status).hasValue(OrderStatus.CANCELLED);
    assertThat(orders().open(order("", "k"))).isEmpty();
  }

  @Test
  void an_order_of_which_nothing_is_to_be_undone_ends_in_one_write_and_gives_its_key_up() {
    Order order = stored("k");

    Order withdrawn = orders().write(order, order.withdraw());

    assertThat(withdrawn.holdsKey()).isFalse();
    assertThat(read(order.id()).status()).isEqualTo(OrderStatus.CANCELLED);
    assertThat(read(order.id()).dueAt()).isNull();
    assertThat(orders().holder("", "k")).isEmpty();
    assertThat(timeline(order)).contains("CANCELLED").doesNotContain("CANCELLING");
  }

  @Test
  void a_declined_order_stays_its_holders_until_its_stock_is_given_back() {
    Order order = stored();

    order = orders().write(order, order.decline());

    assertThat(order.lease()).isNotNull();
    assertThat(read(order.id()).status()).isEqualTo(OrderStatus.PAYMENT_FAILED);
    assertThat(orders().takeOver(read(order.id()))).isEmpty();
    letPass(AFTER_LEASE);
    assertThat(claimed().id()).isEqualTo(order.id());
  }

  @Test
  void a_person_takes_an_order_from_whoever_has_it_and_is_written_down() {
    Order order = stored();

    Order mine =
        orders().act(read(order.id()), OrderStatus.PENDING, "RETRY", "a person").orElseThrow();

    assertThat(mine.lease().left()).isPositive();
    assertThat(mine.attempts()).isEqualTo(1);
    assertThat(timeline(order)).contains("RETRY", "a person");
    Order late = orders().write(order, order.confirm("txn_1"));
    assertThat(late.status()).isEqualTo(OrderStatus.PENDING);
    assertThat(late.lease()).isNull();
  }

  @Test
  void a_person_who_comes_second_changes_nothing() {
    Order order = parked();
    Order seenByOne = read(order.id());
    Order seenByAnother = read(order.id());

    Order mine = orders().act(seenByOne, OrderStatus.PENDING, "RETRY", "one").orElseThrow();

    assertThat(mine.failedAttempts()).isZero();
    assertThat(mine.parkedReason()).isNull();
    assertThat(orders().act(seenByAnother, OrderStatus.CANCELLING, "CANCELLING", "another"))
        .isEmpty();
    assertThat(read(order.id()).status()).isEqualTo(OrderStatus.PENDING);
    assertThat(timeline(order)).doesNotContain("another");
  }

  @Test
  void a_timeline_keeps_its_beginning_and_its_end_however_much_happens() {
    Order order = confirmed();
    for (int i = 0; i < 160; i++) {
      order = orders().act(order, OrderStatus.CONFIRMED, "RETRY", "person " + i).orElseThrow();
    }

    assertThat(timeline(order).split("\"event\"")).hasSizeLessThanOrEqualTo(151);
    assertThat(timeline(order))
        .contains("CONFIRMED", "person 0\"", "person 159\"")
        .doesNotContain("person 80\"");
  }

  // its refunds

  private Refund opened(Order order, String key, long cents) {
    var refund = new Refund(order.id(), key, cents);
    assertThat(refunds().open(refund)).isPresent();
    return refund;
  }

  private boolean refused(Order order, String key, long cents) {
    return refunds().open(new Refund(order.id(), key, cents)).isEmpty();
  }

  /** With a lease, as whoever settles it has. */
  private void close(Order order, Refund refund, boolean done) {
    var holder = read(order.id());
    holder.leased(order.lease());
    refunds().close(holder, refund, done);
  }

  @Test
  void refunds_never_exceed_the_amount_and_a_refused_one_does_not_count() {
    Order order = confirmed();
    close(order, opened(order, null, 1000), true);
    Refund rest = opened(order, null, 500);
    assertThat(refused(order, null, 1)).isTrue();
    assertThat(read(order.id()).refundCents()).isEqualTo(1500);

    close(order, rest, false);

    assertThat(read(order.id()).refundCents()).isEqualTo(1000);
    assertThat(refused(order, null, 501)).isTrue();
    assertThat(refused(order, null, 500)).isFalse();
    assertThat(refunds().of(order))
        .extracting(Refund::amountCents, Refund::status)
        .containsExactly(
            tuple(1000L, Refund.Status.DONE),
            tuple(500L, Refund.Status.REFUSED),
            tuple(500L, Refund.Status.PENDING));
  }

  @Test
  void of_refunds_at_once_no_more_are_stored_than_the_amount_has_room_for() throws Exception {
    Order order = confirmed();

    List<Boolean> refused = atOnce(() -> refused(order, null, 300));

    assertThat(refused).filteredOn(no -> !no).hasSize(5);
    assertThat(read(order.id()).refundCents()).isEqualTo(1500);
  }

  @Test
  void a_refund_is_stored_once_for_its_key_and_its_id() {
    Order order = confirmed();
    Refund refund = opened(order, "r", 500);

    assertThat(refunds().open(refund)).isEmpty();
    assertThat(refused(order, "r", 500)).isTrue();
    assertThat(refused(confirmed(), "r", 500)).isFalse();
    assertThat(read(order.id()).refundCents()).isEqualTo(500);
    assertThat(refunds().of(order)).extracting(Refund::id).containsExactly(refund.id());
  }

  @Test
  void only_a_confirmed_order_is_refunded() {
    Order order = stored();
    assertThat(refused(order, null, 500)).isTrue();

    Order confirmed = confirmed();
    orders().act(confirmed, OrderStatus.CANCELLING, "CANCELLING", "client").orElseThrow();
    assertThat(refused(confirmed, null, 500)).isTrue();
    assertThat(refunds().of(confirmed)).isEmpty();
  }

  @Test
  void an_order_is_due_while_a_refund_is_open_and_no_longer() {
    Order order = confirmed();
    Refund first = opened(order, null, 500);
    Refund second = opened(order, null, 600);

    close(order, first, true);
    assertThat(read(order.id()).dueAt()).isNotNull();
    close(order, second, true);
    assertThat(read(order.id()).dueAt()).isNull();

    opened(order, null, 100);
    assertThat(isDue()).isFalse();
    letPass(AFTER_LEASE);
    assertThat(claimed().id()).isEqualTo(order.id());
  }

  @Test
  void a_refund_that_is_closed_a_second_time_stays_as_it_was() {
    Order order = confirmed();
    Refund refund = opened(order, null, 500);
    Refund other = opened(order, null, 500);
    close(order, refund, true);

    close(order, refund, false);

    assertThat(refunds().of(order))
        .extracting(Refund::status)
        .containsExactly(Refund.Status.DONE, Refund.Status.PENDING);
    assertThat(read(order.id()).refundCents()).isEqualTo(1000);
    assertThat(read(order.id()).dueAt()).isNotNull();
    close(order, other, true);
    assertThat(read(order.id()).dueAt()).isNull();
  }

  @Test
  void whoever_works_on_an_order_keeps_it_when_its_last_refund_is_closed() {
    Order order = confirmed();
    Refund refund = opened(order, null, 500);
    letPass(AFTER_LEASE);
    Order claimed = claimed();

    refunds().close(claimed, refund, true);

    assertThat(read(order.id()).dueAt()).isNotNull();
    orders().write(claimed, claimed.finish());
    assertThat(read(order.id()).dueAt()).isNull();
  }

  @Test
  void a_new_refund_stops_whoever_is_about_to_write_that_nothing_is_left_to_do() {
    Order order = confirmed();
    opened(order, null, 500);
    letPass(AFTER_LEASE);
    Order claimed = claimed();
    opened(order, null, 500);

    Order found = orders().write(claimed, claimed.finish());

    assertThat(found.lease()).isNull();
    assertThat(read(order.id()).dueAt()).isNotNull();
  }

  @Test
  void a_refund_of_a_parked_order_makes_it_due() {
    Order order = confirmed();
    opened(order, null, 500);
    letPass(AFTER_LEASE);
    Order claimed = claimed();
    orders().write(claimed, claimed.park("tried too often"));

    opened(order, null, 500);

    assertThat(read(order.id()).parkedReason()).isNull();
    letPass(AFTER_LEASE);
    assertThat(claimed().id()).isEqualTo(order.id());
  }

  @Test
  void what_happened_while_a_refund_was_given_is_kept_with_the_order() {
    Order order = confirmed();
    for (int i = 0; i < 160; i++) {
      Refund refund = opened(order, null, 1);
      order.timeline().add(order.lease().now(), "refund " + i, null);
      refunds().close(order, refund, true);
      order.leased(order.lease());
    }

    assertThat(timeline(order).split("\"event\"")).hasSizeLessThanOrEqualTo(151);
    assertThat(timeline(order))
        .contains("CONFIRMED", "refund 0\"", "refund 159\"")
        .doesNotContain("refund 80\"");
  }
}
