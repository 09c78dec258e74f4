package orders.gateway.orders.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import orders.database.DatabaseException;
import orders.gateway.orders.control.RefundResult.ExceedsAmount;
import orders.gateway.orders.control.RefundResult.NotRefundable;
import orders.gateway.orders.entity.Lease;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.Refund;
import org.junit.jupiter.api.Test;

/** Parts of the money go back, once each, whatever the upstreams answer. */
class RefundsTest extends OrdersInMemory {

  @Test
  void nothing_is_left_to_do_for_an_order_that_was_claimed_when_its_refund_was_just_given() {
    Order order = order("k", "f");
    place(order);
    var refund = new Refund(order.id(), "r", 500);
    refundRepository.open(refund);
    Order claimed = claimed(order, Duration.ofSeconds(16));
    refundRepository.close(order.leased(orders.lease()), refund, refund.ended(true));
    calls.clear();

    saga.carryOn(claimed);

    assertThat(calls).isEmpty();
    assertThat(row(order)).isEqualTo("CONFIRMED DONE");
  }

  @Test
  void a_refund_without_an_answer_is_given_in_the_background() {
    Order order = order("k", "f");
    place(order);
    calls.clear();
    silent = "refund";
    var stored = refund(order, new Refund(order.id(), "r", 500));
    assertThat(stored.refund().status()).isEqualTo(Refund.Status.PENDING);

    silent = "";
    saga.carryOn(claimed(order, Duration.ofSeconds(16)));

    assertThat(calls).containsExactly("refund k", "refund k");
    assertThat(refundRepository.of(order))
        .extracting(Refund::status)
        .containsExactly(Refund.Status.DONE);
    assertThat(row(order)).isEqualTo("CONFIRMED DONE");
  }

  @Test
  void a_refund_that_meets_a_cancel_is_refused_because_all_went_back() {
    Order order = order("k", "f");
    place(order);
    silent = "refund";
    refunds.refund(order, new Refund(order.id(), "r", 500));
    silent = "";
    paymentGivesBack = false;
    calls.clear();

    actions.cancel(order, "client");

    assertThat(calls).containsExactly("release k", "void k", "refund k");
    assertThat(refundRepository.of(order))
        .extracting(Refund::status)
        .containsExactly(Refund.Status.REFUSED);
  }

  @Test
  void a_refund_is_given_once_per_key_and_only_of_a_confirmed_order() {
    Order order = order("k", "f");
    place(order);
    refunds.refund(order, new Refund(order.id(), "r", 500));
    calls.clear();

    assertThat(refund(order, new Refund(order.id(), "r", 500)).replay()).isTrue();
    assertThat(refunds.refund(order, new Refund(order.id(), "r", 501)))
        .isInstanceOf(RefundResult.KeyConflict.class);
    assertThat(refunds.refund(order, new Refund(order.id(), "r2", 1001)))
        .isInstanceOf(ExceedsAmount.class);
    actions.cancel(order, "client");
    assertThat(refunds.refund(order, new Refund(order.id(), "r3", 1)))
        .isInstanceOf(NotRefundable.class);
    assertThat(calls).doesNotContain("refund k");
  }

  @Test
  void a_refund_that_is_stored_is_promised_although_its_end_could_not_be_written() {
    Order order = order("k", "f");
    place(order);
    refundRepository.goAway();

    var stored = refund(order, new Refund(order.id(), null, 500));

    assertThat(stored.refund().status()).isEqualTo(Refund.Status.PENDING);
    assertThat(stored.replay()).isFalse();
  }

  @Test
  void of_a_refund_that_may_be_stored_nobody_is_told_to_ask_again() {
    Order order = order("k", "f");
    place(order);
    refunds.refundRepository =
        new InMemoryRefundRepository(orders) {
          @Override
          public synchronized Optional<Lease> open(Refund refund) {
            super.open(refund);
            // its connection was cut, and the next one found it stored
            return Optional.empty();
          }

          @Override
          public synchronized List<Refund> of(Order order) {
            throw new DatabaseException(new SQLException("away", "08006"));
          }
        };

    assertThatThrownBy(() -> refunds.refund(order, new Refund(order.id(), null, 500)))
        .isInstanceOfSatisfying(
            Unfinished.class, unfinished -> assertThat(unfinished.isRepeatable()).isFalse());
  }

  @Test
  void a_refund_of_an_order_that_took_several_attempts_is_a_first_attempt_of_its_own() {
    Order order = left("k");
    saga.carryOn(claimed(order, Duration.ofSeconds(20)));
    firstAttempts.clear();

    refund(found(order), new Refund(order.id(), "r", 500));

    assertThat(firstAttempts).containsExactly(true);
  }

  @Test
  void of_two_refunds_each_request_hears_of_its_own() {
    Order order = order("k", "f");
    place(order);
    Refund first = refund(order, new Refund(order.id(), "r1", 500)).refund();
    Refund second = refund(order, new Refund(order.id(), "r2", 600)).refund();

    assertThat(first.amountCents()).isEqualTo(500);
    assertThat(second.amountCents()).isEqualTo(600);
  }
}
