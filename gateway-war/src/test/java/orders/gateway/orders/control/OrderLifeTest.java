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
  private final InMemoryOrderRepository orders = new InMemoryOrderRepository();
  private final InMemoryRefundRepository refundRepository = new InMemoryRefundRepository(orders);
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
    life.repository = orders;
    life.deadlineSeconds = 120;
    life.refunds = refunds;
    refunds.refunds = refundRepository;
    refunds.orders = orders;
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

  /** What the repository says of an order: its status, and what is left to do. */
  private String row(Order order) {
    return orders.row(order.id()).toString();
  }

  /** The order as a worker has it when it is due; everything is, after so long a time. */
  private Order claimed(Order order, Duration later) {
    orders.letPass(later);
    return orders.claimDue(100).stream()
        .filter(claimed -> claimed.id().equals(order.id()))
        .findAny()
        .orElseThrow();
  }

  private Order found(Order order) {
    return orders.find(order.id()).orElseThrow();
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
    assertThat(row(order)).isEqualTo("CONFIRMED DONE");
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
    assertThat(row(order)).isEqualTo("STOCK_FAILED DONE");
  }

  @Test
  void a_declined_payment_is_recorded_before_the_stock_is_given_back() throws SQLException {
    paymentAnswers = new Payment.Answer(Outcome.DECLINED);
    Order order = order("k", "f");
    var rowAtRelease = new ArrayList<String>();
    atRelease = () -> rowAtRelease.add(row(order));

    life.place(order);

    assertThat(calls).containsExactly("reserve k", "charge k", "release k");
    assertThat(rowAtRelease).containsExactly("PAYMENT_FAILED LEASED");
    assertThat(row(order)).isEqualTo("PAYMENT_FAILED DONE");
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
    life.carryOn(claimed(order, Duration.ofSeconds(16)));
    assertThat(calls).containsExactly("release k");
    assertThat(row(order)).isEqualTo("PAYMENT_FAILED DONE");
  }

  @Test
  void a_declined_order_that_became_somebody_elses_releases_nothing() throws SQLException {
    paymentAnswers = new Payment.Answer(Outcome.DECLINED);
    orders.stealAll();

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

    assertThat(row(order)).isEqualTo("PAYMENT_FAILED DUE");
  }

  @Test
  void no_answer_is_not_a_no_so_a_keyed_order_stays_pending_and_nothing_is_undone()
      throws SQLException {
    silent = "charge";
    Order order = order("k", "f");

    life.place(order);

    assertThat(calls).containsExactly("reserve k", "charge k");
    assertThat(row(order)).isEqualTo("PENDING DUE");
  }

  @Test
  void an_order_without_a_key_is_undone_at_once_where_its_outcome_is_unknown() throws SQLException {
    silent = "charge";
    Order order = order(null, "f");

    life.place(order);

    assertThat(calls).endsWith("release " + order.id(), "void " + order.id());
    assertThat(row(order)).isEqualTo("CANCELLED DONE");
  }

  @Test
  void an_undo_that_got_no_answer_stays_to_be_done() throws SQLException {
    silent = "charge void";
    Order order = order(null, "f");

    life.place(order);

    assertThat(calls).endsWith("release " + order.id(), "void " + order.id());
    assertThat(row(order)).isEqualTo("CANCELLING DUE");
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
    Order voided = life.place(order("k2", "f")).order();
    assertThat(calls).containsExactly("reserve k2", "charge k2", "release k2", "void k2");

    for (Order undone : List.of(released, voided)) {
      assertThat(row(undone)).isEqualTo("CANCELLED DONE");
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
    Order money = life.place(order("k2", "f")).order();
    assertThat(calls).containsExactly("reserve k2", "charge k2");

    for (Order ended : List.of(stock, money)) {
      assertThat(row(ended)).isEqualTo("CANCELLED DONE");
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
    assertThat(row(order)).isEqualTo("CANCELLED DONE");
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
    assertThat(row(first)).isEqualTo("CONFIRMED DONE");
  }

  @Test
  void a_retry_of_an_order_still_being_placed_is_told_so() throws SQLException {
    orders.open(order("k", "f"));

    assertThatThrownBy(() -> life.place(order("k", "f"))).hasMessage("IDEMPOTENCY_IN_PROGRESS");
    assertThat(calls).isEmpty();
  }

  @Test
  void another_payload_under_the_key_is_a_conflict_also_while_the_first_is_running()
      throws SQLException {
    orders.open(order("k", "f"));

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
    assertThat(orders.holder("", "k")).isEmpty();
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

    life.carryOn(claimed(order, Duration.ofSeconds(20)));

    assertThat(calls).containsExactly("reserve k", "charge k");
    assertThat(row(order)).isEqualTo("CONFIRMED DONE");
  }

  @Test
  void after_its_deadline_an_order_is_undone_and_not_placed() throws SQLException {
    Order order = left("k");

    life.carryOn(claimed(order, Duration.ofSeconds(121)));

    assertThat(calls).containsExactly("release k", "void k");
    assertThat(row(order)).isEqualTo("CANCELLED DONE");
  }

  @Test
  void an_order_without_a_key_whose_request_died_is_undone_by_the_worker() throws SQLException {
    Order order = order(null, "f");
    orders.open(order);

    life.carryOn(claimed(order, Duration.ofSeconds(16)));

    assertThat(calls).containsExactly("release " + order.id(), "void " + order.id());
    assertThat(row(order)).isEqualTo("CANCELLED DONE");
  }

  @Test
  void an_order_without_a_key_that_a_person_has_tried_again_is_undone() throws SQLException {
    Order order = order(null, "f");
    orders.open(order);

    life.retry(found(order), "person");

    assertThat(calls).containsExactly("release " + order.id(), "void " + order.id());
    assertThat(row(order)).isEqualTo("CANCELLED DONE");
  }

  @Test
  void the_worker_finishes_an_undo_and_a_release_that_had_no_answer() throws SQLException {
    Order cancelling = left(null);
    life.carryOn(claimed(cancelling, Duration.ofSeconds(16)));
    assertThat(calls).containsExactly("release " + cancelling.id(), "void " + cancelling.id());
    assertThat(row(cancelling)).isEqualTo("CANCELLED DONE");

    paymentAnswers = new Payment.Answer(Outcome.DECLINED);
    silent = "release";
    Order failed = order("k", "f");
    life.place(failed);
    silent = "";
    calls.clear();
    life.carryOn(claimed(failed, Duration.ofSeconds(16)));
    assertThat(calls).containsExactly("release k");
    assertThat(row(failed)).isEqualTo("PAYMENT_FAILED DONE");
  }

  @Test
  void an_order_that_was_tried_too_often_is_left_to_a_person_with_the_reason() throws SQLException {
    assertThat(row(parked("k"))).startsWith("PENDING PARKED: ").contains("silent");
  }

  /** An order that was tried too often: PENDING with a key, else CANCELLING. */
  private Order parked(String key) throws SQLException {
    Order order = left(key);
    silent = "charge void";
    goOn(order, 3);
    silent = "";
    calls.clear();
    return found(order);
  }

  /** The worker goes on with it, so many times. */
  private void goOn(Order order, int times) throws SQLException {
    life.deadlineSeconds = 100_000;
    for (int i = 0; i < times; i++) {
      life.carryOn(claimed(order, Duration.ofSeconds(20)));
    }
  }

  @Test
  void only_attempts_that_failed_in_the_background_park_an_order() throws SQLException {
    Order order = left("k");
    silent = "charge";

    goOn(order, 2);
    assertThat(row(order)).isEqualTo("PENDING DUE");
    goOn(order, 1);
    assertThat(row(order)).startsWith("PENDING PARKED");
  }

  @Test
  void attempts_that_sent_nothing_park_no_order() throws SQLException {
    Order order = left("k");
    silent = "charge";
    silence = new NoAnswer.NotSent("circuit breaker open");

    goOn(order, 1000);

    assertThat(row(order)).isEqualTo("PENDING DUE");
  }

  @Test
  void a_clients_retries_park_no_order() throws SQLException {
    Order order = left("k");
    silent = "charge";
    goOn(order, 2);

    for (int i = 0; i < 520; i++) {
      life.place(order("k", "f"));
    }

    assertThat(row(order)).isEqualTo("PENDING DUE");
  }

  @Test
  void while_a_breaker_is_open_no_order_is_parked() throws SQLException {
    Order order = left("k");
    silent = "charge";
    doorIsOpen = false;

    goOn(order, 1000);

    assertThat(row(order)).isEqualTo("PENDING DUE");
    silent = "";
    goOn(order, 1);
    assertThat(row(order)).isEqualTo("CONFIRMED DONE");
  }

  @Test
  void an_order_that_became_somebody_elses_is_not_undone() throws SQLException {
    silent = "charge";
    Order order = order(null, "f");
    orders.stealAll();

    life.place(order);

    assertThat(calls).containsExactly("reserve " + order.id(), "charge " + order.id());
  }

  @Test
  void nothing_is_left_to_do_for_an_order_that_was_claimed_when_its_refund_was_just_given()
      throws SQLException {
    Order order = order("k", "f");
    life.place(order);
    var refund = new Refund(order.id(), "r", 500);
    refundRepository.open(refund);
    Order claimed = claimed(order, Duration.ofSeconds(16));
    refundRepository.close(order.leased(orders.lease()), refund, true);
    calls.clear();

    life.carryOn(claimed);

    assertThat(calls).isEmpty();
    assertThat(row(order)).isEqualTo("CONFIRMED DONE");
  }

  @Test
  void a_cancelled_order_is_undone_and_its_key_keeps_its_answer() throws SQLException {
    Order order = order("k", "f");
    life.place(order);
    calls.clear();

    Order cancelled = life.cancel(order, "client");

    assertThat(calls).containsExactly("release k", "void k");
    assertThat(row(order)).isEqualTo("CANCELLED DONE");
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
    assertThat(row(order)).isEqualTo("CANCELLING DUE");

    silent = "";
    life.carryOn(claimed(order, Duration.ofSeconds(16)));
    assertThat(row(order)).isEqualTo("CANCELLED DONE");
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
    life.carryOn(claimed(order, Duration.ofSeconds(16)));

    assertThat(calls).containsExactly("refund k", "refund k");
    assertThat(refundRepository.of(order))
        .extracting(Refund::status)
        .containsExactly(Refund.Status.DONE);
    assertThat(row(order)).isEqualTo("CONFIRMED DONE");
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
    assertThat(refundRepository.of(order))
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
    Order order = parked(null);
    assertThat(row(order)).startsWith("CANCELLING PARKED");

    life.resolve(order, "operator: paid back by bank transfer");

    assertThat(calls).isEmpty();
    assertThat(row(order)).isEqualTo("CANCELLED DONE");
    assertThatThrownBy(() -> life.resolve(found(order), "operator: again"))
        .hasMessage("NOT_RESOLVABLE");
  }

  @Test
  void an_operator_retries_a_parked_order_and_leaves_a_final_one_alone() throws SQLException {
    Order order = parked("k");

    Order confirmed = life.retry(order, "operator: payments is back");

    assertThat(confirmed.status()).isEqualTo(OrderStatus.CONFIRMED);
    assertThat(row(order)).isEqualTo("CONFIRMED DONE");
    calls.clear();
    assertThat(life.retry(confirmed, "operator: again")).isSameAs(confirmed);
    assertThat(calls).isEmpty();
  }

  @Test
  void an_operator_who_comes_second_is_shown_what_the_first_made_of_it() throws SQLException {
    Order pending = parked("k");
    Order pendingToo = found(pending);
    life.retry(pending, "operator: first");
    calls.clear();
    assertThat(life.retry(pendingToo, "operator: late").status()).isEqualTo(OrderStatus.CONFIRMED);

    Order cancelling = parked(null);
    Order cancellingToo = found(cancelling);
    life.resolve(cancelling, "operator: first");
    assertThatThrownBy(() -> life.resolve(cancellingToo, "operator: late"))
        .hasMessage("NOT_RESOLVABLE");
    assertThat(calls).isEmpty();
  }

  @Test
  void an_order_that_is_still_pending_has_to_be_cancelled_before_it_is_resolved()
      throws SQLException {
    Order order = parked("k");

    assertThatThrownBy(() -> life.resolve(order, "operator: done")).hasMessage("NOT_RESOLVABLE");
  }

  @Test
  void resolving_closes_the_refunds_that_were_given_by_hand() throws SQLException {
    Order order = order("k", "f");
    life.place(order);
    silent = "refund";
    refunds.refund(order, new Refund(order.id(), "r", 500));
    goOn(order, 3);

    Order resolved = life.resolve(found(order), "operator: by bank transfer");

    assertThat(resolved.status()).isEqualTo(OrderStatus.CONFIRMED);
    assertThat(refundRepository.of(order))
        .extracting(Refund::status)
        .containsExactly(Refund.Status.DONE);
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
    orders.stealAll();
    assertThat(life.place(order(null, "f")).order().status()).isEqualTo(OrderStatus.PENDING);
  }

  @Test
  void whatever_goes_wrong_once_an_order_is_stored_its_client_learns_where_it_is() {
    orders.goAway();
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

    orders.comeBack();
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
    refundRepository.goAway();

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
