package orders.gateway.orders.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import orders.database.DatabaseException;
import orders.gateway.orders.control.Payment.Outcome;
import orders.gateway.orders.control.PlacementResult.InProgress;
import orders.gateway.orders.control.PlacementResult.KeyConflict;
import orders.gateway.orders.control.PlacementResult.Placed;
import orders.gateway.orders.control.PlacementResult.UpstreamAway;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.OrderStatus;
import org.junit.jupiter.api.Test;

/** What a request finds under its key, and what it is told. */
class PlaceOrderTest extends OrdersInMemory {

  @Test
  void who_dies_after_a_declined_payment_leaves_the_402_to_retries_and_the_stock_to_the_worker() {
    paymentAnswers = new Payment.Answer(Outcome.DECLINED);
    Order order = order("k", "f");
    atRelease =
        () -> {
          throw new AssertionError("killed");
        };
    assertThatThrownBy(() -> placeOrder.place(order)).hasMessage("killed");
    atRelease = () -> {};
    calls.clear();

    Placed retried = place(order("k", "f"));

    assertThat(retried.replay()).isTrue();
    assertThat(retried.order().status()).isEqualTo(OrderStatus.PAYMENT_FAILED);
    assertThat(calls).isEmpty();
    saga.carryOn(claimed(order, Duration.ofSeconds(16)));
    assertThat(calls).containsExactly("release k");
    assertThat(row(order)).isEqualTo("PAYMENT_FAILED DONE");
  }

  @Test
  void a_retry_carries_on_with_an_order_that_nobody_works_on() {
    silent = "charge";
    Order first = order("k", "f");
    place(first);
    silent = "";

    Placed retried = place(order("k", "f"));

    assertThat(retried.order().id()).isEqualTo(first.id());
    assertThat(retried.replay()).isFalse();
    assertThat(row(first)).isEqualTo("CONFIRMED DONE");
  }

  @Test
  void a_retry_of_an_order_still_being_placed_is_told_so() {
    orders.open(order("k", "f"));

    assertThat(placeOrder.place(order("k", "f"))).isInstanceOf(InProgress.class);
    assertThat(calls).isEmpty();
  }

  @Test
  void another_payload_under_the_key_is_a_conflict_also_while_the_first_is_running() {
    orders.open(order("k", "f"));

    assertThat(placeOrder.place(order("k", "other"))).isInstanceOf(KeyConflict.class);
    assertThat(calls).isEmpty();
  }

  @Test
  void a_retry_of_a_final_order_is_a_replay_and_calls_nobody() {
    stockAnswers = Stock.Answer.REFUSED;
    place(order("k", "f"));
    calls.clear();

    Placed retried = place(order("k", "f"));

    assertThat(retried.replay()).isTrue();
    assertThat(retried.order().status()).isEqualTo(OrderStatus.STOCK_FAILED);
    assertThat(calls).isEmpty();
  }

  @Test
  void while_a_breaker_is_open_a_new_order_is_refused_before_it_is_stored() {
    gateIsOpen = false;

    assertThat(placeOrder.place(order("k", "f"))).isInstanceOf(UpstreamAway.class);
    assertThat(placeOrder.place(order(null, "f"))).isInstanceOf(UpstreamAway.class);
    assertThat(calls).isEmpty();
    assertThat(orders.holder("", "k")).isEmpty();
  }

  @Test
  void while_a_breaker_is_open_a_final_order_is_still_replayed() {
    place(order("k", "f"));
    gateIsOpen = false;

    assertThat(place(order("k", "f")).replay()).isTrue();
    assertThat(placeOrder.place(order("k", "other"))).isInstanceOf(KeyConflict.class);
  }

  @Test
  void a_clients_retries_park_no_order() {
    Order order = left("k");
    silent = "charge";
    goOn(order, 2);

    for (int i = 0; i < 520; i++) {
      place(order("k", "f"));
    }

    assertThat(row(order)).isEqualTo("PENDING DUE");
  }

  @Test
  void every_road_ends_with_the_order_as_it_is() {
    stockAnswers = Stock.Answer.REFUSED;
    assertThat(place(order("a", "f")).order().status()).isEqualTo(OrderStatus.STOCK_FAILED);
    stockAnswers = Stock.Answer.RESERVED;
    paymentAnswers = new Payment.Answer(Outcome.DECLINED);
    assertThat(place(order("b", "f")).order().status()).isEqualTo(OrderStatus.PAYMENT_FAILED);
    silent = "release";
    assertThat(place(order("c", "f")).order().status()).isEqualTo(OrderStatus.PAYMENT_FAILED);
    silent = "reserve";
    assertThat(place(order("d", "f")).order().status()).isEqualTo(OrderStatus.PENDING);
    Order undone = place(order(null, "f")).order();
    assertThat(undone.status()).isEqualTo(OrderStatus.CANCELLED);
    assertThat(undone.holdsKey()).isFalse();
    orders.stealAll();
    assertThat(place(order(null, "f")).order().status()).isEqualTo(OrderStatus.PENDING);
  }

  @Test
  void whatever_goes_wrong_once_an_order_is_stored_its_client_learns_where_it_is() {
    orders.goAway();
    Order keyed = order("k", "f");
    assertThatThrownBy(() -> placeOrder.place(keyed))
        .isInstanceOfSatisfying(
            Unfinished.class,
            unfinished -> {
              assertThat(unfinished.orderId()).isEqualTo(keyed.id());
              assertThat(unfinished.isRepeatable()).isTrue();
              assertThat(unfinished).hasCauseInstanceOf(DatabaseException.class);
            });
    assertThat(placeOrder.place(order("k", "f")))
        .isInstanceOfSatisfying(
            InProgress.class,
            other -> assertThat(other.order()).map(Order::id).contains(keyed.id()));

    orders.comeBack();
    atRelease =
        () -> {
          throw new IllegalStateException("nobody expected this");
        };
    paymentAnswers = new Payment.Answer(Outcome.DECLINED);
    Order unkeyed = order(null, "f");
    assertThatThrownBy(() -> placeOrder.place(unkeyed))
        .isInstanceOfSatisfying(
            Unfinished.class,
            unfinished -> {
              assertThat(unfinished.orderId()).isEqualTo(unkeyed.id());
              assertThat(unfinished.isRepeatable()).isFalse();
              assertThat(unfinished).hasCauseInstanceOf(IllegalStateException.class);
            });
  }

  @Test
  void a_retry_of_which_something_goes_wrong_learns_what_and_where_its_order_is() {
    Order first = left("k");
    orders.goAway();

    assertThatThrownBy(() -> placeOrder.place(order("k", "f")))
        .isInstanceOfSatisfying(
            Unfinished.class,
            unfinished -> {
              assertThat(unfinished.orderId()).isEqualTo(first.id());
              assertThat(unfinished).hasCauseInstanceOf(DatabaseException.class);
            });
  }
}
