package orders.gateway.orders.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import orders.database.DatabaseException;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.OrderStatus;
import orders.gateway.orders.entity.Refund;
import org.junit.jupiter.api.Test;

/** What a person may do to an order, and what becomes of it. */
class OperatorActionsTest extends OrdersInMemory {

  @Test
  void a_charge_under_a_key_that_is_another_orders_in_inventory_is_left_alone() {
    silent = "reserve";
    Order order = order("k", "f");
    place(order);
    silent = "";
    keyIsAnothers = true;
    calls.clear();

    actions.cancel(order, "client");

    assertThat(calls).containsExactly("release k");
    assertThat(row(order)).isEqualTo("CANCELLED DONE");
  }

  @Test
  void what_was_confirmed_is_given_back_whatever_inventory_says_of_its_key() {
    Order order = order("k", "f");
    place(order);
    keyIsAnothers = true;
    calls.clear();

    actions.cancel(order, "client");

    assertThat(calls).containsExactly("release k", "void k");
  }

  @Test
  void an_order_without_a_key_that_a_person_has_tried_again_is_undone() {
    Order order = order(null, "f");
    orders.open(order);

    actions.retry(found(order), "person");

    assertThat(calls).containsExactly("release " + order.id(), "void " + order.id());
    assertThat(row(order)).isEqualTo("CANCELLED DONE");
  }

  @Test
  void a_cancelled_order_is_undone_and_its_key_keeps_its_answer() {
    Order order = order("k", "f");
    place(order);
    calls.clear();

    Order cancelled = actions.cancel(order, "client");

    assertThat(calls).containsExactly("release k", "void k");
    assertThat(row(order)).isEqualTo("CANCELLED DONE");
    assertThat(cancelled.transactionId()).isEqualTo("txn_1");
    assertThat(cancelled.holdsKey()).isTrue();
  }

  @Test
  void an_order_that_failed_cannot_be_cancelled_and_a_cancelled_one_is_not_undone_again() {
    stockAnswers = Stock.Answer.REFUSED;
    Order failed = order("k", "f");
    place(failed);
    stockAnswers = Stock.Answer.RESERVED;
    Order cancelled = order("k2", "f");
    place(cancelled);
    actions.cancel(cancelled, "client");
    calls.clear();

    assertThat(actions.cancel(failed, "client").status()).isEqualTo(OrderStatus.STOCK_FAILED);
    assertThat(actions.cancel(cancelled, "client").status()).isEqualTo(OrderStatus.CANCELLED);
    assertThat(calls).isEmpty();
  }

  @Test
  void an_order_that_is_undone_anyway_keeps_its_key_once_its_client_cancels_it() {
    Order order = left("k");
    silent = "release";
    saga.backoff.deadlineSeconds = 1;
    assertThat(saga.carryOn(claimed(order, Duration.ofSeconds(16))).holdsKey()).isFalse();

    Order cancelling = actions.cancel(found(order), "client");
    assertThat(cancelling.status()).isEqualTo(OrderStatus.CANCELLING);
    calls.clear();
    assertThat(actions.cancel(found(order), "client: again").version())
        .isEqualTo(cancelling.version());
    assertThat(calls).isEmpty();
    silent = "";
    saga.carryOn(claimed(order, Duration.ofSeconds(16)));

    assertThat(row(order)).isEqualTo("CANCELLED DONE");
    // a copy of the first request that was under way for long
    assertThat(place(order("k", "f")).order().id()).isEqualTo(order.id());
  }

  @Test
  void an_order_that_was_undone_before_keeps_its_key_once_its_client_cancels_it() {
    Order order = left("k");
    saga.backoff.deadlineSeconds = 1;
    assertThat(saga.carryOn(claimed(order, Duration.ofSeconds(16))).holdsKey()).isFalse();
    assertThat(row(order)).isEqualTo("CANCELLED DONE");

    actions.cancel(found(order), "client");

    assertThat(place(order("k", "f")).order().id()).isEqualTo(order.id());
  }

  @Test
  void a_parked_order_that_its_client_cancels_is_undone_after_all() {
    Order order = parked(null);
    assertThat(row(order)).startsWith("CANCELLING PARKED");

    actions.cancel(order, "client");

    assertThat(row(order)).isEqualTo("CANCELLED DONE");
  }

  @Test
  void a_cancel_without_an_answer_is_finished_in_the_background() {
    Order order = order("k", "f");
    place(order);
    silent = "release";

    assertThat(actions.cancel(order, "client").status()).isEqualTo(OrderStatus.CANCELLING);
    assertThat(row(order)).isEqualTo("CANCELLING DUE");

    silent = "";
    saga.carryOn(claimed(order, Duration.ofSeconds(16)));
    assertThat(row(order)).isEqualTo("CANCELLED DONE");
  }

  @Test
  void only_a_parked_order_that_is_to_be_undone_can_be_resolved_by_hand() {
    Order order = parked(null);
    assertThat(row(order)).startsWith("CANCELLING PARKED");

    actions.resolve(order, "operator: paid back by bank transfer");

    assertThat(calls).isEmpty();
    assertThat(row(order)).isEqualTo("CANCELLED DONE");
    assertThat(actions.resolve(found(order), "operator: again")).isEmpty();
  }

  @Test
  void what_was_settled_by_hand_is_not_given_back_again_if_the_database_goes_away_meanwhile() {
    Order order = parked(null);
    orders.goAway();

    assertThatThrownBy(() -> actions.resolve(found(order), "operator: by bank transfer"))
        .isInstanceOf(DatabaseException.class);
    orders.comeBack();

    assertThat(row(order)).startsWith("CANCELLING PARKED");
  }

  @Test
  void an_operator_retries_a_parked_order_and_leaves_a_final_one_alone() {
    Order order = parked("k");

    Order confirmed = actions.retry(order, "operator: payments is back");

    assertThat(confirmed.status()).isEqualTo(OrderStatus.CONFIRMED);
    assertThat(row(order)).isEqualTo("CONFIRMED DONE");
    calls.clear();
    assertThat(actions.retry(confirmed, "operator: again")).isSameAs(confirmed);
    assertThat(calls).isEmpty();
  }

  @Test
  void an_operator_who_comes_second_is_shown_what_the_first_made_of_it() {
    Order pending = parked("k");
    Order pendingToo = found(pending);
    actions.retry(pending, "operator: first");
    calls.clear();
    assertThat(actions.retry(pendingToo, "operator: late").status())
        .isEqualTo(OrderStatus.CONFIRMED);

    Order cancelling = parked(null);
    Order cancellingToo = found(cancelling);
    actions.resolve(cancelling, "operator: first");
    assertThat(actions.resolve(cancellingToo, "operator: late")).isEmpty();
    assertThat(calls).isEmpty();
  }

  @Test
  void an_order_that_is_still_pending_has_to_be_cancelled_before_it_is_resolved() {
    Order order = parked("k");

    assertThat(actions.resolve(order, "operator: done")).isEmpty();
  }

  @Test
  void resolving_closes_the_refunds_that_were_given_by_hand() {
    Order order = order("k", "f");
    place(order);
    silent = "refund";
    refunds.refund(order, new Refund(order.id(), "r", 500));
    goOn(order, 3);

    Order resolved = actions.resolve(found(order), "operator: by bank transfer").orElseThrow();

    assertThat(resolved.status()).isEqualTo(OrderStatus.CONFIRMED);
    assertThat(refundRepository.of(order))
        .extracting(Refund::status)
        .containsExactly(Refund.Status.DONE);
  }
}
