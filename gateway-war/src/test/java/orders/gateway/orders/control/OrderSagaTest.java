package orders.gateway.orders.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import orders.gateway.orders.control.Payment.Outcome;
import orders.gateway.orders.control.PlacementResult.Placed;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.OrderStatus;
import orders.gateway.upstream.NoAnswer;
import org.junit.jupiter.api.Test;

/** What an order's road does with every answer of its upstreams, and with none. */
class OrderSagaTest extends OrdersInMemory {

  @Test
  void reserved_and_paid_is_confirmed() {
    Order order = order("k", "f");

    Placed placement = place(order);

    assertThat(placement.order().status()).isEqualTo(OrderStatus.CONFIRMED);
    assertThat(placement.order().transactionId()).isEqualTo("txn_1");
    assertThat(placement.replay()).isFalse();
    assertThat(calls).containsExactly("reserve k", "charge k");
    assertThat(row(order)).isEqualTo("CONFIRMED DONE");
  }

  @Test
  void without_a_key_the_upstreams_know_the_order_by_its_id() {
    Order order = order(null, "f");

    place(order);

    assertThat(calls).containsExactly("reserve " + order.id(), "charge " + order.id());
  }

  @Test
  void without_stock_nothing_is_charged() {
    stockAnswers = Stock.Answer.REFUSED;
    Order order = order("k", "f");

    place(order);

    assertThat(calls).containsExactly("reserve k");
    assertThat(row(order)).isEqualTo("STOCK_FAILED DONE");
  }

  /** Inventory had it, and lost it in a failover; it is sold out now. */
  @Test
  void what_an_attempt_before_may_have_charged_is_given_back_if_the_stock_is_refused_now() {
    Order order = left("k");
    stockAnswers = Stock.Answer.REFUSED;

    saga.carryOn(claimed(order, Duration.ofSeconds(16)));

    assertThat(calls).containsExactly("reserve k", "void k");
    assertThat(row(order)).isEqualTo("STOCK_FAILED DONE");
  }

  @Test
  void a_declined_payment_is_recorded_before_the_stock_is_given_back() {
    paymentAnswers = new Payment.Answer(Outcome.DECLINED);
    Order order = order("k", "f");
    var rowAtRelease = new ArrayList<String>();
    atRelease = () -> rowAtRelease.add(row(order));

    place(order);

    assertThat(calls).containsExactly("reserve k", "charge k", "release k");
    assertThat(rowAtRelease).containsExactly("PAYMENT_FAILED LEASED");
    assertThat(row(order)).isEqualTo("PAYMENT_FAILED DONE");
  }

  @Test
  void a_declined_order_that_became_somebody_elses_releases_nothing() {
    paymentAnswers = new Payment.Answer(Outcome.DECLINED);
    orders.stealAll();

    place(order("k", "f"));

    assertThat(calls).containsExactly("reserve k", "charge k");
  }

  @Test
  void if_the_stock_cannot_be_given_back_now_the_order_has_failed_and_stays_due() {
    paymentAnswers = new Payment.Answer(Outcome.DECLINED);
    silent = "release";
    Order order = order("k", "f");

    place(order);

    assertThat(row(order)).isEqualTo("PAYMENT_FAILED DUE");
  }

  @Test
  void no_answer_is_not_a_no_so_a_keyed_order_stays_pending_and_nothing_is_undone() {
    silent = "charge";
    Order order = order("k", "f");

    place(order);

    assertThat(calls).containsExactly("reserve k", "charge k");
    assertThat(row(order)).isEqualTo("PENDING DUE");
  }

  @Test
  void an_order_without_a_key_is_undone_at_once_if_its_outcome_is_unknown() {
    silent = "charge";
    Order order = order(null, "f");

    place(order);

    assertThat(calls).endsWith("release " + order.id(), "void " + order.id());
    assertThat(row(order)).isEqualTo("CANCELLED DONE");
  }

  @Test
  void an_undo_that_got_no_answer_stays_to_be_done() {
    silent = "charge void";
    Order order = order(null, "f");

    place(order);

    assertThat(calls).endsWith("release " + order.id(), "void " + order.id());
    assertThat(row(order)).isEqualTo("CANCELLING DUE");
  }

  @Test
  void an_order_whose_key_was_given_back_over_there_is_undone_at_once_and_its_key_is_free() {
    stockAnswers = Stock.Answer.RELEASED;
    Order released = place(order("k", "f")).order();
    assertThat(calls).containsExactly("reserve k", "release k", "void k");

    stockAnswers = Stock.Answer.RESERVED;
    paymentAnswers = new Payment.Answer(Outcome.VOIDED);
    calls.clear();
    Order voided = place(order("k2", "f")).order();
    assertThat(calls).containsExactly("reserve k2", "charge k2", "release k2", "void k2");

    for (Order undone : List.of(released, voided)) {
      assertThat(row(undone)).isEqualTo("CANCELLED DONE");
      assertThat(undone.holdsKey()).isFalse();
    }
  }

  @Test
  void an_order_whose_key_is_another_orders_over_there_ends_at_once_and_undoes_nothing() {
    stockAnswers = Stock.Answer.CONFLICT;
    Order stock = place(order("k", "f")).order();
    assertThat(calls).containsExactly("reserve k");

    stockAnswers = Stock.Answer.RESERVED;
    paymentAnswers = new Payment.Answer(Outcome.CONFLICT);
    calls.clear();
    Order money = place(order("k2", "f")).order();
    assertThat(calls).containsExactly("reserve k2", "charge k2");

    for (Order ended : List.of(stock, money)) {
      assertThat(row(ended)).isEqualTo("CANCELLED DONE");
      assertThat(ended.holdsKey()).isFalse();
    }
  }

  @Test
  void the_worker_walks_the_same_road_again() {
    Order order = left("k");

    saga.carryOn(claimed(order, Duration.ofSeconds(20)));

    assertThat(calls).containsExactly("reserve k", "charge k");
    assertThat(row(order)).isEqualTo("CONFIRMED DONE");
  }

  @Test
  void after_its_deadline_an_order_is_undone_and_not_placed() {
    Order order = left("k");

    saga.carryOn(claimed(order, Duration.ofSeconds(121)));

    assertThat(calls).containsExactly("release k", "void k");
    assertThat(row(order)).isEqualTo("CANCELLED DONE");
  }

  @Test
  void an_order_without_a_key_whose_request_died_is_undone_by_the_worker() {
    Order order = order(null, "f");
    orders.open(order);

    saga.carryOn(claimed(order, Duration.ofSeconds(16)));

    assertThat(calls).containsExactly("release " + order.id(), "void " + order.id());
    assertThat(row(order)).isEqualTo("CANCELLED DONE");
  }

  @Test
  void the_worker_finishes_an_undo_and_a_release_that_had_no_answer() {
    Order cancelling = left(null);
    saga.carryOn(claimed(cancelling, Duration.ofSeconds(16)));
    assertThat(calls).containsExactly("release " + cancelling.id(), "void " + cancelling.id());
    assertThat(row(cancelling)).isEqualTo("CANCELLED DONE");

    paymentAnswers = new Payment.Answer(Outcome.DECLINED);
    silent = "release";
    Order failed = order("k", "f");
    place(failed);
    silent = "";
    calls.clear();
    saga.carryOn(claimed(failed, Duration.ofSeconds(16)));
    assertThat(calls).containsExactly("release k");
    assertThat(row(failed)).isEqualTo("PAYMENT_FAILED DONE");
  }

  @Test
  void an_order_that_was_tried_too_often_is_left_to_a_person_with_the_reason() {
    assertThat(row(parked("k"))).startsWith("PENDING PARKED: ").contains("silent");
  }

  @Test
  void only_attempts_that_failed_in_the_background_park_an_order() {
    Order order = left("k");
    silent = "charge";

    goOn(order, 2);
    assertThat(row(order)).isEqualTo("PENDING DUE");
    goOn(order, 1);
    assertThat(row(order)).startsWith("PENDING PARKED");
  }

  @Test
  void attempts_that_sent_nothing_park_no_order() {
    Order order = left("k");
    silent = "charge";
    silence = new NoAnswer.NotSent("circuit breaker open");

    goOn(order, 1000);

    assertThat(row(order)).isEqualTo("PENDING DUE");
  }

  @Test
  void while_a_breaker_is_open_no_order_is_parked() {
    Order order = left("k");
    silent = "charge";
    gateIsOpen = false;

    goOn(order, 1000);

    assertThat(row(order)).isEqualTo("PENDING DUE");
    silent = "";
    goOn(order, 1);
    assertThat(row(order)).isEqualTo("CONFIRMED DONE");
  }

  @Test
  void an_order_that_became_somebody_elses_is_not_undone() {
    silent = "charge";
    Order order = order(null, "f");
    orders.stealAll();

    place(order);

    assertThat(calls).containsExactly("reserve " + order.id(), "charge " + order.id());
  }
}
