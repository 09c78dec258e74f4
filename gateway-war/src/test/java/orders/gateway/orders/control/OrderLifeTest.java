package orders.gateway.orders.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import orders.gateway.orders.control.OrderLife.Placement;
import orders.gateway.orders.entity.Currency;
import orders.gateway.orders.entity.Item;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.OrderStatus;
import orders.gateway.orders.entity.Refund;
import orders.gateway.payment.Payment;
import orders.gateway.payment.Payment.Outcome;
import orders.gateway.stock.Stock;
import orders.gateway.upstream.Door;
import orders.gateway.upstream.NoAnswer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an order's life does with every answer of its upstreams, and with none. */
class OrderLifeTest {
  private final List<String> calls = new ArrayList<>();
  private final BookInMemory book = new BookInMemory();
  private final RefundsInMemory refundBook = new RefundsInMemory(book);
  private final Refunds refunds = new Refunds();
  private final OrderLife life = new OrderLife();

  private Stock.Answer stockAnswers = Stock.Answer.RESERVED;
  private Payment.Answer paymentAnswers = new Payment.Answer(Outcome.CHARGED, "txn_1");
  private boolean keyIsAnothers;
  private Runnable atRelease = () -> {};
  private String silent = "";
  private NoAnswer silence = new NoAnswer("silent", null);
  private boolean doorIsOpen = true;
  private boolean paymentGivesBack = true;

  private void call(String name, String key) {
    calls.add(name + " " + key);
    if (silent.contains(name)) {
      throw silence;
    }
  }

  @BeforeEach
  void connect() {
    life.book = book;
    life.deadlineSeconds = 120;
    life.refunds = refunds;
    refunds.book = refundBook;
    refunds.orders = book;
    life.patience = new Patience();
    life.patience.attemptsMax = 3;
    life.door =
        new Door() {
          @Override
          public boolean letsIn() {
            return doorIsOpen;
          }

          @Override
          public boolean isOpen() {
            return doorIsOpen;
          }
        };
    life.stock =
        new Stock() {
          @Override
          public Answer reserve(Order order) {
            call("reserve", order.upstreamKey());
            return stockAnswers;
          }

          @Override
          public boolean release(Order order) {
            call("release", order.upstreamKey());
            atRelease.run();
            return !keyIsAnothers;
          }
        };
    life.payment =
        new Payment() {
          @Override
          public Payment.Answer charge(Order order) {
            call("charge", order.upstreamKey());
            return paymentAnswers;
          }

          @Override
          public boolean refund(Order order, Refund refund) {
            call("refund", order.upstreamKey());
            return paymentGivesBack;
          }

          @Override
          public void voidCharge(Order order) {
            call("void", order.upstreamKey());
          }
        };
    refunds.payment = life.payment;
  }

  private static Order order(String key, String fingerprint) {
    return new Order("", key, fingerprint, List.of(new Item("SKU1", 2)), 1500, Currency.EUR);
  }

  @Test
  void reserved_and_paid_is_confirmed() throws SQLException {
    Order order = order("k", "f");

    Placement placement = life.place(order);

    assertThat(placement.order().status()).isEqualTo(OrderStatus.CONFIRMED);
    assertThat(placement.order().transactionId()).isEqualTo("txn_1");
    assertThat(placement.replay()).isFalse();
    assertThat(calls).containsExactly("reserve k", "charge k");
    assertThat(book.row(order)).isEqualTo("CONFIRMED DONE");
  }

  @Test
  void without_a_key_the_upstreams_know_the_order_by_its_id() throws SQLException {
    Order order = order(null, "f");

    life.place(order);

    assertThat(calls).containsExactly("reserve " + order.id(), "charge " + order.id());
  }

  @Test
  void without_stock_nothing_is_charged() throws SQLException {
    stockAnswers = Stock.Answer.REFUSED;
    Order order = order("k", "f");

    life.place(order);

    assertThat(calls).containsExactly("reserve k");
    assertThat(book.row(order)).isEqualTo("STOCK_FAILED DONE");
  }

  @Test
  void a_declined_payment_is_recorded_before_the_stock_is_given_back() throws SQLException {
    paymentAnswers = new Payment.Answer(Outcome.DECLINED);
    Order order = order("k", "f");
    var rowAtRelease = new ArrayList<String>();
    atRelease = () -> rowAtRelease.add(book.row(order));

    life.place(order);

    assertThat(calls).containsExactly("reserve k", "charge k", "release k");
    assertThat(rowAtRelease).containsExactly("PAYMENT_FAILED LEASED");
    assertThat(book.row(order)).isEqualTo("PAYMENT_FAILED DONE");
  }

  @Test
  void who_dies_after_a_declined_payment_leaves_the_402_to_retries_and_the_stock_to_the_worker()
      throws SQLException {
    paymentAnswers = new Payment.Answer(Outcome.DECLINED);
    Order order = order("k", "f");
    atRelease =
        () -> {
          throw new AssertionError("killed");
        };
    assertThatThrownBy(() -> life.place(order)).hasMessage("killed");
    atRelease = () -> {};
    calls.clear();

    Placement retried = life.place(order("k", "f"));

    assertThat(retried.replay()).isTrue();
    assertThat(retried.order().status()).isEqualTo(OrderStatus.PAYMENT_FAILED);
    assertThat(calls).isEmpty();
    life.carryOn(book.claimed(order, Duration.ofSeconds(16)));
    assertThat(calls).containsExactly("release k");
    assertThat(book.row(order)).isEqualTo("PAYMENT_FAILED DONE");
  }

  @Test
  void a_declined_order_that_became_somebody_elses_releases_nothing() throws SQLException {
    paymentAnswers = new Payment.Answer(Outcome.DECLINED);
    book.stealAll();

    life.place(order("k", "f"));

    assertThat(calls).containsExactly("reserve k", "charge k");
  }

  @Test
  void where_the_stock_cannot_be_given_back_now_the_order_has_failed_and_stays_due()
      throws SQLException {
    paymentAnswers = new Payment.Answer(Outcome.DECLINED);
    silent = "release";
    Order order = order("k", "f");

    life.place(order);

    assertThat(book.row(order)).isEqualTo("PAYMENT_FAILED DUE");
  }

  @Test
  void no_answer_is_not_a_no_so_a_keyed_order_stays_pending_and_nothing_is_undone()
      throws SQLException {
    silent = "charge";
    Order order = order("k", "f");

    life.place(order);

    assertThat(calls).containsExactly("reserve k", "charge k");
    assertThat(book.row(order)).isEqualTo("PENDING DUE");
  }

  @Test
  void an_order_without_a_key_is_undone_at_once_where_its_outcome_is_unknown() throws SQLException {
    silent = "charge";
    Order order = order(null, "f");

    life.place(order);

    assertThat(calls).endsWith("release " + order.id(), "void " + order.id());
    assertThat(book.row(order)).isEqualTo("CANCELLED DONE");
  }

  @Test
  void an_undo_that_got_no_answer_stays_to_be_done() throws SQLException {
    silent = "charge void";
    Order order = order(null, "f");

    life.place(order);

    assertThat(calls).endsWith("release " + order.id(), "void " + order.id());
    assertThat(book.row(order)).isEqualTo("CANCELLING DUE");
  }

  @Test
  void an_order_whose_key_was_given_back_over_there_is_undone_at_once_and_its_key_is_free()
      throws SQLException {
    stockAnswers = Stock.Answer.RELEASED;
    Order released = life.place(order("k", "f")).order();
    assertThat(calls).containsExactly("reserve k", "release k", "void k");

    stockAnswers = Stock.Answer.RESERVED;
    paymentAnswers = new Payment.Answer(Outcome.VOIDED);
    calls.clear();
    Order voided = life.place(order("k", "f")).order();
    assertThat(calls).containsExactly("reserve k", "charge k", "release k", "void k");

    for (Order undone : List.of(released, voided)) {
      assertThat(book.row(undone)).isEqualTo("CANCELLED DONE");
      assertThat(undone.holdsKey()).isFalse();
    }
  }

  @Test
  void an_order_whose_key_is_another_orders_over_there_ends_at_once_and_undoes_nothing()
      throws SQLException {
    stockAnswers = Stock.Answer.CONFLICT;
    Order stock = life.place(order("k", "f")).order();
    assertThat(calls).containsExactly("reserve k");

    stockAnswers = Stock.Answer.RESERVED;
    paymentAnswers = new Payment.Answer(Outcome.CONFLICT);
    calls.clear();
    Order money = life.place(order("k", "f")).order();
    assertThat(calls).containsExactly("reserve k", "charge k");

    for (Order ended : List.of(stock, money)) {
      assertThat(book.row(ended)).isEqualTo("CANCELLED DONE");
      assertThat(ended.holdsKey()).isFalse();
    }
  }

  @Test
  void a_charge_under_a_key_that_is_another_orders_in_inventory_is_left_alone()
      throws SQLException {
    silent = "reserve";
    Order order = order("k", "f");
    life.place(order);
    silent = "";
    keyIsAnothers = true;
    calls.clear();

    life.cancel(order, "client");

    assertThat(calls).containsExactly("release k");
    assertThat(book.row(order)).isEqualTo("CANCELLED DONE");
  }

  @Test
  void what_was_confirmed_is_given_back_whatever_inventory_says_of_its_key() throws SQLException {
    Order order = order("k", "f");
    life.place(order);
    keyIsAnothers = true;
    calls.clear();

    life.cancel(order, "client");

    assertThat(calls).containsExactly("release k", "void k");
  }

  @Test
  void a_retry_carries_on_with_an_order_that_nobody_works_on() throws SQLException {
    silent = "charge";
    Order first = order("k", "f");
    life.place(first);
    silent = "";

    Placement retried = life.place(order("k", "f"));

    assertThat(retried.order().id()).isEqualTo(first.id());
    assertThat(retried.replay()).isFalse();
    assertThat(book.row(first)).isEqualTo("CONFIRMED DONE");
  }

  @Test
  void a_retry_of_an_order_still_being_placed_is_told_so() throws SQLException {
    book.open(order("k", "f"));

    assertThatThrownBy(() -> life.place(order("k", "f"))).hasMessage("IDEMPOTENCY_IN_PROGRESS");
    assertThat(calls).isEmpty();
  }

  @Test
  void another_payload_under_the_key_is_a_conflict_also_while_the_first_is_running()
      throws SQLException {
    book.open(order("k", "f"));

    assertThatThrownBy(() -> life.place(order("k", "other"))).hasMessage("IDEMPOTENCY_CONFLICT");
    assertThat(calls).isEmpty();
  }

  @Test
  void a_retry_of_a_final_order_is_a_replay_and_calls_nobody() throws SQLException {
    stockAnswers = Stock.Answer.REFUSED;
    life.place(order("k", "f"));
    calls.clear();

    Placement retried = life.place(order("k", "f"));

    assertThat(retried.replay()).isTrue();
    assertThat(retried.order().status()).isEqualTo(OrderStatus.STOCK_FAILED);
    assertThat(calls).isEmpty();
  }

  @Test
  void while_a_breaker_is_open_a_new_order_is_refused_before_it_is_stored() {
    doorIsOpen = false;

    assertThatThrownBy(() -> life.place(order("k", "f"))).hasMessage("UPSTREAM_UNAVAILABLE");
    assertThatThrownBy(() -> life.place(order(null, "f"))).hasMessage("UPSTREAM_UNAVAILABLE");
    assertThat(calls).isEmpty();
    assertThat(book.holder("", "k")).isEmpty();
  }

  @Test
  void while_a_breaker_is_open_a_final_order_is_still_replayed() throws SQLException {
    life.place(order("k", "f"));
    doorIsOpen = false;

    assertThat(life.place(order("k", "f")).replay()).isTrue();
    assertThatThrownBy(() -> life.place(order("k", "other"))).hasMessage("IDEMPOTENCY_CONFLICT");
  }

  /** An order that was left for another attempt. */
  private Order left(String key) throws SQLException {
    silent = "charge void";
    Order order = order(key, "f");
    life.place(order);
    silent = "";
    calls.clear();
    return order;
  }

  @Test
  void the_worker_walks_the_same_road_again() throws SQLException {
    Order order = left("k");

    life.carryOn(book.claimed(order, Duration.ofSeconds(20)));

    assertThat(calls).containsExactly("reserve k", "charge k");
    assertThat(book.row(order)).isEqualTo("CONFIRMED DONE");
  }

  @Test
  void after_its_deadline_an_order_is_undone_and_not_placed() throws SQLException {
    Order order = left("k");

    life.carryOn(book.claimed(order, Duration.ofSeconds(121)));

    assertThat(calls).containsExactly("release k", "void k");
    assertThat(book.row(order)).isEqualTo("CANCELLED DONE");
  }

  @Test
  void an_order_without_a_key_whose_request_died_is_undone_by_the_worker() throws SQLException {
    Order order = order(null, "f");
    book.open(order);

    life.carryOn(book.claimed(order, Duration.ofSeconds(16)));

    assertThat(calls).containsExactly("release " + order.id(), "void " + order.id());
    assertThat(book.row(order)).isEqualTo("CANCELLED DONE");
  }

  @Test
  void an_order_without_a_key_that_a_person_has_tried_again_is_undone() throws SQLException {
    Order order = order(null, "f");
    book.open(order);
    book.setParked(order);

    life.retry(order, "person");

    assertThat(calls).containsExactly("release " + order.id(), "void " + order.id());
    assertThat(book.row(order)).isEqualTo("CANCELLED DONE");
  }

  @Test
  void the_worker_finishes_an_undo_and_a_release_that_had_no_answer() throws SQLException {
    Order cancelling = left(null);
    life.carryOn(book.claimed(cancelling, Duration.ofSeconds(1)));
    assertThat(calls).containsExactly("release " + cancelling.id(), "void " + cancelling.id());
    assertThat(book.row(cancelling)).isEqualTo("CANCELLED DONE");

    paymentAnswers = new Payment.Answer(Outcome.DECLINED);
    silent = "release";
    Order failed = order("k", "f");
    life.place(failed);
    silent = "";
    calls.clear();
    life.carryOn(book.claimed(failed, Duration.ofSeconds(1)));
    assertThat(calls).containsExactly("release k");
    assertThat(book.row(failed)).isEqualTo("PAYMENT_FAILED DONE");
  }

  @Test
  void an_order_that_was_tried_too_often_is_left_to_a_person_with_the_reason() throws SQLException {
    Order order = left("k");
    silent = "charge";
    book.setFailedAttempts(order, 2);

    life.carryOn(book.claimed(order, Duration.ofSeconds(20)));

    assertThat(book.row(order)).startsWith("PENDING PARKED: ").contains("silent");
  }

  /** The worker goes on with it, so many times. */
  private void goOn(Order order, int times) throws SQLException {
    for (int i = 0; i < times; i++) {
      life.carryOn(book.claimed(order, Duration.ofSeconds(20)));
    }
  }

  @Test
  void only_attempts_that_failed_in_the_background_park_an_order() throws SQLException {
    Order order = left("k");
    silent = "charge";

    goOn(order, 2);
    assertThat(book.row(order)).isEqualTo("PENDING DUE");
    goOn(order, 1);
    assertThat(book.row(order)).startsWith("PENDING PARKED");
  }

  @Test
  void attempts_that_sent_nothing_park_no_order() throws SQLException {
    Order order = left("k");
    silent = "charge";
    silence = new NoAnswer.NotSent("circuit breaker open");

    goOn(order, 1000);

    assertThat(book.row(order)).isEqualTo("PENDING DUE");
  }

  @Test
  void a_clients_retries_park_no_order() throws SQLException {
    Order order = left("k");
    silent = "charge";
    goOn(order, 2);

    for (int i = 0; i < 520; i++) {
      life.place(order("k", "f"));
    }

    assertThat(book.row(order)).isEqualTo("PENDING DUE");
  }

  @Test
  void while_a_breaker_is_open_no_order_is_parked() throws SQLException {
    Order order = left("k");
    silent = "charge";
    doorIsOpen = false;

    goOn(order, 1000);

    assertThat(book.row(order)).isEqualTo("PENDING DUE");
    silent = "";
    goOn(order, 1);
    assertThat(book.row(order)).isEqualTo("CONFIRMED DONE");
  }

  @Test
  void an_order_that_became_somebody_elses_is_not_undone() throws SQLException {
    silent = "charge";
    Order order = order(null, "f");
    book.stealAll();

    life.place(order);

    assertThat(calls).containsExactly("reserve " + order.id(), "charge " + order.id());
  }

  @Test
  void nothing_is_left_to_do_for_an_order_that_was_claimed_when_it_had_just_been_closed()
      throws SQLException {
    Order order = order("k", "f");
    life.place(order);
    calls.clear();

    life.carryOn(book.claimed(order, Duration.ofSeconds(1)));

    assertThat(calls).isEmpty();
    assertThat(book.row(order)).isEqualTo("CONFIRMED DONE");
  }

  @Test
  void a_cancelled_order_is_undone_and_its_key_keeps_its_answer() throws SQLException {
    Order order = order("k", "f");
    life.place(order);
    calls.clear();

    Order cancelled = life.cancel(order, "client");

    assertThat(calls).containsExactly("release k", "void k");
    assertThat(book.row(order)).isEqualTo("CANCELLED DONE");
    assertThat(cancelled.transactionId()).isEqualTo("txn_1");
    assertThat(cancelled.holdsKey()).isTrue();
  }

  @Test
  void an_order_that_failed_cannot_be_cancelled_and_a_cancelled_one_is_not_undone_again()
      throws SQLException {
    stockAnswers = Stock.Answer.REFUSED;
    Order failed = order("k", "f");
    life.place(failed);
    stockAnswers = Stock.Answer.RESERVED;
    Order cancelled = order("k2", "f");
    life.place(cancelled);
    life.cancel(cancelled, "client");
    calls.clear();

    assertThat(life.cancel(failed, "client").status()).isEqualTo(OrderStatus.STOCK_FAILED);
    assertThat(life.cancel(cancelled, "client").status()).isEqualTo(OrderStatus.CANCELLED);
    assertThat(calls).isEmpty();
  }

  @Test
  void a_cancel_without_an_answer_is_finished_in_the_background() throws SQLException {
    Order order = order("k", "f");
    life.place(order);
    silent = "release";

    assertThat(life.cancel(order, "client").status()).isEqualTo(OrderStatus.CANCELLING);
    assertThat(book.row(order)).isEqualTo("CANCELLING DUE");

    silent = "";
    life.carryOn(book.claimed(order, Duration.ofSeconds(1)));
    assertThat(book.row(order)).isEqualTo("CANCELLED DONE");
  }

  @Test
  void a_refund_without_an_answer_is_given_in_the_background() throws SQLException {
    Order order = order("k", "f");
    life.place(order);
    calls.clear();
    silent = "refund";
    var refunding = refunds.refund(order, new Refund(order.id(), "r", 500));
    assertThat(refunding.refund().status()).isEqualTo(Refund.Status.PENDING);

    silent = "";
    life.carryOn(book.claimed(order, Duration.ofSeconds(16)));

    assertThat(calls).containsExactly("refund k", "refund k");
    assertThat(refundBook.of(order)).extracting(Refund::status).containsExactly(Refund.Status.DONE);
    assertThat(book.row(order)).isEqualTo("CONFIRMED DONE");
  }

  @Test
  void a_refund_that_meets_a_cancel_is_refused_because_all_went_back() throws SQLException {
    Order order = order("k", "f");
    life.place(order);
    silent = "refund";
    refunds.refund(order, new Refund(order.id(), "r", 500));
    silent = "";
    paymentGivesBack = false;
    calls.clear();

    life.cancel(order, "client");

    assertThat(calls).containsExactly("release k", "void k", "refund k");
    assertThat(refundBook.of(order))
        .extracting(Refund::status)
        .containsExactly(Refund.Status.REFUSED);
  }

  @Test
  void a_refund_is_given_once_per_key_and_only_of_a_confirmed_order() throws SQLException {
    Order order = order("k", "f");
    life.place(order);
    refunds.refund(order, new Refund(order.id(), "r", 500));
    calls.clear();

    assertThat(refunds.refund(order, new Refund(order.id(), "r", 500)).replay()).isTrue();
    assertThatThrownBy(() -> refunds.refund(order, new Refund(order.id(), "r", 501)))
        .hasMessage("IDEMPOTENCY_CONFLICT");
    assertThatThrownBy(() -> refunds.refund(order, new Refund(order.id(), "r2", 1001)))
        .hasMessage("REFUND_EXCEEDS_AMOUNT");
    life.cancel(order, "client");
    assertThatThrownBy(() -> refunds.refund(order, new Refund(order.id(), "r3", 1)))
        .hasMessage("NOT_REFUNDABLE");
    assertThat(calls).doesNotContain("refund k");
  }

  @Test
  void only_a_parked_order_that_is_to_be_undone_can_be_resolved_by_hand() throws SQLException {
    Order order = left(null);
    silent = "void";
    book.setFailedAttempts(order, 2);
    life.carryOn(book.claimed(order, Duration.ofSeconds(1)));
    assertThat(book.row(order)).startsWith("CANCELLING PARKED");
    calls.clear();

    life.resolve(order, "operator: paid back by bank transfer");

    assertThat(calls).isEmpty();
    assertThat(book.row(order)).isEqualTo("CANCELLED DONE");
    assertThatThrownBy(() -> life.resolve(order, "operator: again")).hasMessage("NOT_RESOLVABLE");
  }

  @Test
  void an_operator_retries_a_parked_order_and_leaves_a_final_one_alone() throws SQLException {
    Order order = left("k");
    silent = "charge";
    book.setFailedAttempts(order, 2);
    life.carryOn(book.claimed(order, Duration.ofSeconds(20)));
    assertThat(book.row(order)).startsWith("PENDING PARKED");
    silent = "";
    calls.clear();

    Order confirmed = life.retry(order, "operator: payments is back");

    assertThat(confirmed.status()).isEqualTo(OrderStatus.CONFIRMED);
    assertThat(book.row(order)).isEqualTo("CONFIRMED DONE");
    calls.clear();
    assertThat(life.retry(order, "operator: again")).isSameAs(order);
    assertThat(calls).isEmpty();
  }

  @Test
  void an_operator_who_comes_second_is_shown_what_the_first_made_of_it() throws SQLException {
    Order order = left("k");
    book.refuseActs();
    book.setParked(order);

    assertThat(life.retry(order, "operator: late")).isSameAs(order);
    book.setStatus(order, OrderStatus.CANCELLING);
    assertThatThrownBy(() -> life.resolve(order, "operator: late")).hasMessage("NOT_RESOLVABLE");
    assertThat(calls).isEmpty();
  }

  @Test
  void an_order_that_is_still_pending_has_to_be_cancelled_before_it_is_resolved()
      throws SQLException {
    Order order = left("k");
    book.setParked(order);

    assertThatThrownBy(() -> life.resolve(order, "operator: done")).hasMessage("NOT_RESOLVABLE");
  }

  @Test
  void resolving_closes_the_refunds_that_were_given_by_hand() throws SQLException {
    Order order = order("k", "f");
    life.place(order);
    silent = "refund";
    refunds.refund(order, new Refund(order.id(), "r", 500));
    book.setParked(order);

    Order resolved = life.resolve(order, "operator: by bank transfer");

    assertThat(resolved.status()).isEqualTo(OrderStatus.CONFIRMED);
    assertThat(refundBook.of(order)).extracting(Refund::status).containsExactly(Refund.Status.DONE);
  }

  @Test
  void every_road_ends_with_the_order_as_it_is() throws SQLException {
    stockAnswers = Stock.Answer.REFUSED;
    assertThat(life.place(order("a", "f")).order().status()).isEqualTo(OrderStatus.STOCK_FAILED);
    stockAnswers = Stock.Answer.RESERVED;
    paymentAnswers = new Payment.Answer(Outcome.DECLINED);
    assertThat(life.place(order("b", "f")).order().status()).isEqualTo(OrderStatus.PAYMENT_FAILED);
    silent = "release";
    assertThat(life.place(order("c", "f")).order().status()).isEqualTo(OrderStatus.PAYMENT_FAILED);
    silent = "reserve";
    assertThat(life.place(order("d", "f")).order().status()).isEqualTo(OrderStatus.PENDING);
    Order undone = life.place(order(null, "f")).order();
    assertThat(undone.status()).isEqualTo(OrderStatus.CANCELLED);
    assertThat(undone.holdsKey()).isFalse();
    book.stealAll();
    assertThat(life.place(order(null, "f")).order().status()).isEqualTo(OrderStatus.PENDING);
  }

  @Test
  void whatever_goes_wrong_once_an_order_is_stored_its_client_learns_where_it_is() {
    book.goAway();
    Order keyed = order("k", "f");
    assertThatThrownBy(() -> life.place(keyed))
        .isInstanceOfSatisfying(
            Unfinished.class,
            unfinished -> {
              assertThat(unfinished.orderId()).isEqualTo(keyed.id());
              assertThat(unfinished.isRepeatable()).isTrue();
              assertThat(unfinished).hasCauseInstanceOf(SQLException.class);
            });
    assertThatThrownBy(() -> life.place(order("k", "f")))
        .isInstanceOfSatisfying(
            Unfinished.class,
            inProgress -> {
              assertThat(inProgress.orderId()).isEqualTo(keyed.id());
              assertThat(inProgress).hasMessage("IDEMPOTENCY_IN_PROGRESS");
            });

    atRelease =
        () -> {
          throw new IllegalStateException("nobody expected this");
        };
    paymentAnswers = new Payment.Answer(Outcome.DECLINED);
    Order unkeyed = order(null, "f");
    assertThatThrownBy(() -> life.place(unkeyed))
        .isInstanceOfSatisfying(
            Unfinished.class,
            unfinished -> {
              assertThat(unfinished.orderId()).isEqualTo(unkeyed.id());
              assertThat(unfinished.isRepeatable()).isFalse();
              assertThat(unfinished).hasCauseInstanceOf(IllegalStateException.class);
            });
  }

  @Test
  void a_refund_that_is_stored_is_promised_although_its_end_could_not_be_written()
      throws SQLException {
    Order order = order("k", "f");
    life.place(order);
    refundBook.goAway();

    var refunding = refunds.refund(order, new Refund(order.id(), null, 500));

    assertThat(refunding.refund().status()).isEqualTo(Refund.Status.PENDING);
    assertThat(refunding.replay()).isFalse();
  }

  @Test
  void of_two_refunds_each_request_hears_of_its_own() throws SQLException {
    Order order = order("k", "f");
    life.place(order);
    Refund first = refunds.refund(order, new Refund(order.id(), "r1", 500)).refund();
    Refund second = refunds.refund(order, new Refund(order.id(), "r2", 600)).refund();

    assertThat(first.amountCents()).isEqualTo(500);
    assertThat(second.amountCents()).isEqualTo(600);
  }
}
