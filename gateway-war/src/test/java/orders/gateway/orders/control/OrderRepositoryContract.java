package orders.gateway.orders.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.OrderStatus;
import org.junit.jupiter.api.Test;

/** What every repository of orders must do, whatever it keeps them in. */
interface OrderRepositoryContract extends RepositoryContract {

  // an order, its key and its lease

  @Test
  default void a_new_order_is_stored_with_a_lease_for_its_own_request() {
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
  default void one_order_holds_a_key_of_a_caller() {
    stored("k");

    assertThat(orders().open(RepositoryContract.order("", "k"))).isEmpty();
    assertThat(orders().open(RepositoryContract.order("somebody", "k"))).isPresent();
    assertThat(orders().open(RepositoryContract.order("", null))).isPresent();
    assertThat(orders().open(RepositoryContract.order("", null))).isPresent();
  }

  @Test
  default void of_equal_requests_at_once_one_is_stored() throws Exception {
    List<Boolean> stored =
        RepositoryContract.atOnce(
            () -> orders().open(RepositoryContract.order("", "k")).isPresent());

    assertThat(stored).containsOnlyOnce(true);
  }

  @Test
  default void an_order_that_somebody_works_on_is_not_taken_over_until_the_lease_has_run_out() {
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
  default void an_order_that_nobody_works_on_is_taken_over_once() {
    Order order = stored();
    orders().write(order, order.postpone(Duration.ofSeconds(9), false));
    Order seenByOne = read(order.id());
    Order seenByAnother = read(order.id());

    assertThat(orders().takeOver(seenByOne)).isPresent();
    assertThat(orders().takeOver(seenByAnother)).isEmpty();
  }

  @Test
  default void a_worker_gets_what_is_due_the_longest_due_first_and_no_more_than_it_asked_for() {
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
  default void a_lease_that_ends_later_than_any_could_is_no_lease() {
    Order order = stored();

    letPass(Duration.ofHours(-1));

    assertThat(orders().takeOver(read(order.id()))).isPresent();
  }

  @Test
  default void what_is_to_wait_longer_than_anything_may_is_made_due_and_stays_its_holders() {
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
  default void a_confirmed_order_has_its_payment_and_nothing_left_to_do() {
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
  default void
      an_order_left_for_another_attempt_is_due_after_the_wait_and_its_failures_are_counted() {
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
  default void a_parked_order_waits_for_a_person_who_has_all_of_them_tried_again() {
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
  default void a_parked_order_is_taken_over_by_a_retry_of_its_client() {
    Order taken = orders().takeOver(read(parked().id())).orElseThrow();

    assertThat(taken.parkedReason()).isNull();
    assertThat(taken.lease().left()).isPositive();
  }

  @Test
  default void whoever_lost_an_order_changes_nothing_of_it_and_has_no_lease_on_it_any_more() {
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
  default void an_order_that_is_undone_without_its_clients_wish_gives_its_key_up_once_it_is() {
    Order order = stored("k");

    order = orders().write(order, order.abandon());
    assertThat(order.lease()).isNotNull();
    assertThat(orders().holder("", "k")).map(Order::status).hasValue(OrderStatus.CANCELLING);
    assertThat(orders().open(RepositoryContract.order("", "k"))).isEmpty();
    order = orders().write(order, order.undone());

    assertThat(order.holdsKey()).isFalse();
    assertThat(orders().holder("", "k")).isEmpty();
    Order next = stored("k");
    assertThat(next.upstreamKey()).startsWith("k~").isNotEqualTo(order.upstreamKey());
    assertThat(read(next.id()).upstreamKey()).isEqualTo(next.upstreamKey());
  }

  @Test
  default void an_order_that_its_client_cancelled_keeps_its_key() {
    Order order = stored("k");
    Order mine = orders().act(order, order.cancel(), "client").orElseThrow();

    orders().write(mine, mine.undone());

    assertThat(orders().holder("", "k")).map(Order::status).hasValue(OrderStatus.CANCELLED);
    assertThat(orders().open(RepositoryContract.order("", "k"))).isEmpty();
  }

  @Test
  default void an_order_that_its_client_cancels_while_it_is_undone_keeps_its_key() {
    Order order = stored("k");
    order = orders().write(order, order.abandon());
    order = orders().act(order, order.retry(), "a person").orElseThrow();
    assertThat(order.holdsKey()).as("nobody cancelled it").isFalse();

    Order mine = orders().act(order, order.cancel(), "client").orElseThrow();
    assertThat(mine.holdsKey()).isTrue();
    orders().write(mine, mine.undone());

    assertThat(orders().open(RepositoryContract.order("", "k"))).isEmpty();
  }

  @Test
  default void an_undone_order_gets_its_key_back_unless_a_new_one_has_it() {
    Order first = stored("k");
    first = orders().write(first, first.withdraw());
    Order second = stored("k");

    orders().keepKey(first, "client");
    assertThat(read(first.id()).holdsKey()).as("it is the second's").isFalse();
    orders().write(second, second.withdraw());
    orders().keepKey(read(first.id()), "client");

    assertThat(orders().holder("", "k")).map(Order::id).hasValue(first.id());
    assertThat(orders().open(RepositoryContract.order("", "k"))).isEmpty();
    assertThat(timeline(first)).contains("client");
    int version = read(first.id()).version();
    orders().keepKey(read(first.id()), "client");
    assertThat(read(first.id()).version()).as("it was kept already").isEqualTo(version);
  }

  @Test
  default void a_new_order_under_the_key_of_an_undone_one_has_a_key_that_is_not_too_long() {
    String longest = "k".repeat(255);
    Order first = stored(longest);
    orders().write(first, first.withdraw());

    Order second = stored(longest);

    assertThat(second.upstreamKey()).hasSize(255).endsWith("~" + second.id());
  }

  /** It alone repeats its calls; the client of a retry does so itself, and a worker comes again. */
  @Test
  default void the_first_attempt_is_that_of_the_request_that_asks_for_something_new() {
    Order placed = stored();
    assertThat(placed.isFirstAttempt()).isTrue();
    letPass(AFTER_LEASE);
    assertThat(orders().takeOver(read(placed.id())).orElseThrow().isFirstAttempt()).isFalse();
    letPass(AFTER_LEASE);
    assertThat(claimed().isFirstAttempt()).isFalse();

    Order retried = retried(placed);
    assertThat(retried.isFirstAttempt()).isTrue();
    Order cancelled = orders().act(retried, retried.cancel(), "client").orElseThrow();
    assertThat(cancelled.isFirstAttempt()).isTrue();

    orders().write(cancelled, cancelled.park("tried too often"));
    orders().unparkAll("a person");
    assertThat(claimed().attempts()).isEqualTo(1);
    letPass(AFTER_LEASE);
    assertThat(claimed().isFirstAttempt()).as("a worker's").isFalse();
  }

  @Test
  default void an_order_of_which_nothing_is_to_be_undone_ends_in_one_write_and_gives_its_key_up() {
    Order order = stored("k");

    Order withdrawn = orders().write(order, order.withdraw());

    assertThat(withdrawn.holdsKey()).isFalse();
    assertThat(read(order.id()).status()).isEqualTo(OrderStatus.CANCELLED);
    assertThat(read(order.id()).dueAt()).isNull();
    assertThat(orders().holder("", "k")).isEmpty();
    assertThat(timeline(order)).contains("CANCELLED").doesNotContain("CANCELLING");
  }

  @Test
  default void a_declined_order_stays_its_holders_until_its_stock_is_given_back() {
    Order order = stored();

    order = orders().write(order, order.decline());

    assertThat(order.lease()).isNotNull();
    assertThat(read(order.id()).status()).isEqualTo(OrderStatus.PAYMENT_FAILED);
    assertThat(orders().takeOver(read(order.id()))).isEmpty();
    letPass(AFTER_LEASE);
    assertThat(claimed().id()).isEqualTo(order.id());
  }

  @Test
  default void a_person_takes_an_order_from_whoever_has_it_and_is_written_down() {
    Order order = stored();

    Order mine = retried(order);

    assertThat(mine.lease().left()).isPositive();
    assertThat(mine.attempts()).isEqualTo(1);
    assertThat(timeline(order)).contains("RETRY", "a person");
    Order late = orders().write(order, order.confirm("txn_1"));
    assertThat(late.status()).isEqualTo(OrderStatus.PENDING);
    assertThat(late.lease()).isNull();
  }

  @Test
  default void a_person_who_comes_second_changes_nothing() {
    Order order = parked();
    Order seenByOne = read(order.id());
    Order seenByAnother = read(order.id());

    Order mine = orders().act(seenByOne, seenByOne.retry(), "one").orElseThrow();

    assertThat(mine.failedAttempts()).isZero();
    assertThat(mine.parkedReason()).isNull();
    assertThat(orders().act(seenByAnother, seenByAnother.cancel(), "another")).isEmpty();
    assertThat(read(order.id()).status()).isEqualTo(OrderStatus.PENDING);
    assertThat(timeline(order)).doesNotContain("another");
  }

  @Test
  default void only_a_parked_order_can_be_settled_by_hand_and_what_is_undone_so_is_cancelled() {
    Order order = stored();
    order = orders().write(order, order.abandon());
    assertThat(orders().resolve(order, order.undone(), "a person")).isEmpty();
    order = orders().write(order, order.park("tried too often"));

    Order resolved = orders().resolve(order, order.undone(), "a person").orElseThrow();

    assertThat(resolved.status()).isEqualTo(OrderStatus.CANCELLED);
    assertThat(read(order.id()).dueAt()).isNull();
    assertThat(timeline(order)).contains("RESOLVED", "a person", "CANCELLED");
    assertThat(orders().resolve(read(order.id()), order.undone(), "another")).isEmpty();
  }

  @Test
  default void what_a_person_does_is_told_with_the_attempt_in_which_it_is_done() {
    Order placed = stored();
    letPass(AFTER_LEASE);
    Order second = claimed();
    Order undoing = orders().write(second, second.abandon());
    Order parked = orders().write(undoing, undoing.park("tried too often"));
    assertThat(parked.attempts()).isEqualTo(2);

    orders().resolve(parked, parked.undone(), "a person");

    assertThat(timeline(placed))
        .containsPattern("\\{[^}]*\"attempt\": ?2[^}]*RESOLVED|RESOLVED[^}]*\"attempt\": ?2");
  }

  @Test
  default void a_timeline_keeps_its_beginning_and_its_end_however_much_happens() {
    Order order = stored();
    order = orders().write(order, order.abandon());
    for (int i = 0; i < 160; i++) {
      order = orders().act(order, order.retry(), "person " + i).orElseThrow();
    }

    assertThat(timeline(order).split("\"event\"")).hasSizeLessThanOrEqualTo(151);
    assertThat(timeline(order))
        .contains("CANCELLING", "person 0\"", "person 159\"")
        .doesNotContain("person 80\"");
  }
}
