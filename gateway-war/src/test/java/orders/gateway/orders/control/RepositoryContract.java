package orders.gateway.orders.control;

import static org.assertj.core.api.Assertions.assertThat;

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

/**
 * What the contracts of the repositories have in common: the two of them, a clock, and orders in
 * each state.
 */
interface RepositoryContract {

  Duration LEASE = Duration.ofSeconds(15);
  Duration AFTER_LEASE = LEASE.plusSeconds(1);
  int AT_ONCE = 8;

  OrderRepository orders();

  RefundRepository refunds();

  /** Lets the repository's clock go on by so much, or back. */
  void letPass(Duration time);

  /** The order as somebody else reads it, who has no part in this one's object. */
  Order read(UUID id);

  static Order order(String caller, String key) {
    return new Order(caller, key, "f", List.of(new Item("SKU1", 2)), new Money(1500, Currency.EUR));
  }

  default Order stored() {
    return stored("k" + UUID.randomUUID());
  }

  default Order stored(String key) {
    return orders().open(order("", key)).orElseThrow();
  }

  default Order confirmed() {
    Order order = stored();
    return orders().write(order, order.confirm("txn_1"));
  }

  default Order parked() {
    Order order = stored();
    return orders().write(order, order.park("tried too often"));
  }

  /** An order that a person tries again. */
  default Order retried(Order order) {
    Order read = read(order.id());
    return orders().act(read, read.retry(), "a person").orElseThrow();
  }

  /** The one order that is due. */
  default Order claimed() {
    List<Order> due = orders().claimDue(100);
    assertThat(due).hasSize(1);
    return due.get(0);
  }

  default boolean isDue() {
    return !orders().claimDue(100).isEmpty();
  }

  default String timeline(Order order) {
    return orders().timeline(order.id()).orElseThrow();
  }

  static <T> List<T> atOnce(Callable<T> call) throws Exception {
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
}
