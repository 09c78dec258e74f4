package orders.gateway.orders.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.OrderStatus;
import orders.gateway.orders.entity.Refund;
import org.junit.jupiter.api.Test;

/** What every repository of refunds must do, whatever it keeps them in: also to their orders. */
interface RefundRepositoryContract extends RepositoryContract {

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
    refunds().close(holder, refund, refund.ended(done));
  }

  @Test
  default void refunds_never_exceed_the_amount_and_a_refused_one_does_not_count() {
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
  default void of_refunds_at_once_no_more_are_stored_than_the_amount_has_room_for()
      throws Exception {
    Order order = confirmed();

    List<Boolean> refused = RepositoryContract.atOnce(() -> refused(order, null, 300));

    assertThat(refused).filteredOn(no -> !no).hasSize(5);
    assertThat(read(order.id()).refundCents()).isEqualTo(1500);
  }

  @Test
  default void a_refund_is_stored_once_for_its_key_and_its_id() {
    Order order = confirmed();
    Refund refund = opened(order, "r", 500);

    assertThat(refunds().open(refund)).isEmpty();
    assertThat(refused(order, "r", 500)).isTrue();
    assertThat(refused(confirmed(), "r", 500)).isFalse();
    assertThat(read(order.id()).refundCents()).isEqualTo(500);
    assertThat(refunds().of(order)).extracting(Refund::id).containsExactly(refund.id());
  }

  @Test
  default void an_operator_who_asks_for_a_refund_is_written_down_and_a_client_is_not() {
    Order order = confirmed();
    opened(order, "r", 500);
    assertThat(timeline(order)).doesNotContain("REFUND");

    Refund refund = new Refund(order.id(), null, 100).askedBy("night-shift");
    assertThat(refunds().open(refund)).isPresent();

    assertThat(timeline(order)).contains("REFUND", "night-shift");
  }

  @Test
  default void only_a_confirmed_order_is_refunded() {
    Order order = stored();
    assertThat(refused(order, null, 500)).isTrue();

    Order confirmed = confirmed();
    assertThat(orders().act(confirmed, confirmed.cancel(), "client")).isPresent();
    assertThat(refused(confirmed, null, 500)).isTrue();
    assertThat(refunds().of(confirmed)).isEmpty();
  }

  @Test
  default void an_order_is_due_while_a_refund_is_open_and_no_longer() {
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
  default void a_refund_has_as_many_attempts_before_it_as_a_new_order() {
    Order order = stored();
    orders().write(order, order.postpone(Duration.ZERO, true));
    order = claimed();
    order = orders().write(order, order.confirm("txn_1"));
    assertThat(order.failedAttempts()).isEqualTo(1);

    opened(order, null, 500);

    assertThat(read(order.id()).failedAttempts()).isZero();
  }

  @Test
  default void an_order_that_was_settled_by_hand_ends_with_all_its_open_refunds_in_one_write() {
    Order order = confirmed();
    close(order, opened(order, null, 100), false);
    opened(order, null, 500);
    Order parked = orders().takeOver(leaseEnded(order)).orElseThrow();
    orders().write(parked, parked.park("tried too often"));
    parked = read(order.id());
    Order other = confirmed();
    opened(other, null, 500);

    Order resolved = orders().resolve(parked, parked.finish(), "a person").orElseThrow();

    assertThat(resolved.status()).isEqualTo(OrderStatus.CONFIRMED);
    assertThat(read(order.id()).dueAt()).isNull();
    assertThat(read(order.id()).parkedReason()).isNull();
    assertThat(read(order.id()).refundCents()).isEqualTo(500);
    assertThat(refunds().of(order))
        .extracting(Refund::status)
        .containsExactly(Refund.Status.REFUSED, Refund.Status.DONE);
    assertThat(refunds().of(other))
        .extracting(Refund::status)
        .containsExactly(Refund.Status.PENDING);
    assertThat(timeline(order)).contains("RESOLVED", "a person");
  }

  @Test
  default void a_refund_that_comes_while_an_older_one_is_settled_by_hand_is_not_taken_for_given() {
    Order order = confirmed();
    opened(order, null, 500);
    Order parked = orders().takeOver(leaseEnded(order)).orElseThrow();
    orders().write(parked, parked.park("tried too often"));
    parked = read(order.id());
    opened(order, null, 700);

    assertThat(orders().resolve(parked, parked.finish(), "a person")).isEmpty();

    assertThat(refunds().of(order)).extracting(Refund::status).containsOnly(Refund.Status.PENDING);
    assertThat(timeline(order)).doesNotContain("a person");
  }

  private Order leaseEnded(Order order) {
    letPass(AFTER_LEASE);
    return read(order.id());
  }

  @Test
  default void a_refund_that_is_closed_a_second_time_stays_as_it_was() {
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
  default void whoever_works_on_an_order_keeps_it_when_its_last_refund_is_closed() {
    Order order = confirmed();
    Refund refund = opened(order, null, 500);
    letPass(AFTER_LEASE);
    Order claimed = claimed();

    refunds().close(claimed, refund, refund.ended(true));

    assertThat(read(order.id()).dueAt()).isNotNull();
    orders().write(claimed, claimed.finish());
    assertThat(read(order.id()).dueAt()).isNull();
  }

  @Test
  default void a_new_refund_stops_whoever_is_about_to_write_that_nothing_is_left_to_do() {
    Order order = confirmed();
    opened(order, null, 500);
    letPass(AFTER_LEASE);
    Order claimed = claimed();
    opened(order, null, 500);

    Order found = orders().write(claimed, claimed.finish());

    assertThat(found.lease()).isNull();
    assertThat(read(order.id()).dueAt()).isNotNull();
  }

  /** They are counted anew, and none has begun. */
  @Test
  default void a_refund_before_the_first_attempt_of_many_retries_is_told_with_that_one() {
    Order order = confirmed();
    opened(order, null, 100);
    Order mine = orders().takeOver(leaseEnded(order)).orElseThrow();
    orders().write(mine, mine.park("tried too often"));
    orders().unparkAll("a person");

    Order unparked = read(order.id());
    Refund asked = new Refund(order.id(), null, 100).askedBy("night-shift");
    refunds().open(asked);
    unparked.leased(order.lease());
    unparked.timeline().add(order.lease().now(), "refund of it", null);
    refunds().close(unparked, asked, asked.ended(true));

    assertThat(timeline(order))
        .contains("night-shift", "refund of it")
        .doesNotContainPattern("attempt\": ?0");
  }

  @Test
  default void a_refund_of_a_parked_order_makes_it_due() {
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
  default void what_happened_while_a_refund_was_given_is_kept_with_the_order() {
    Order order = confirmed();
    for (int i = 0; i < 160; i++) {
      Refund refund = opened(order, null, 1);
      order.timeline().add(order.lease().now(), "refund " + i, null);
      refunds().close(order, refund, refund.ended(true));
      order.leased(order.lease());
    }

    assertThat(timeline(order).split("\"event\"")).hasSizeLessThanOrEqualTo(151);
    assertThat(timeline(order))
        .contains("CONFIRMED", "refund 0\"", "refund 159\"")
        .doesNotContain("refund 80\"");
  }
}
