package orders.gateway.orders.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import orders.gateway.orders.control.Payment.Outcome;
import orders.gateway.orders.control.PlacementResult.Placed;
import orders.gateway.orders.control.RefundResult.Stored;
import orders.gateway.orders.entity.Currency;
import orders.gateway.orders.entity.Item;
import orders.gateway.orders.entity.Money;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.Refund;
import orders.gateway.upstream.CallContext;
import orders.gateway.upstream.NoAnswer;
import orders.gateway.upstream.UpstreamGate;
import org.junit.jupiter.api.BeforeEach;

/** Orders in memory, between upstreams that answer as they are told. */
abstract class OrdersInMemory {
  final List<String> calls = new ArrayList<>();
  final List<Boolean> firstAttempts = new ArrayList<>();
  final InMemoryOrderRepository orders = new InMemoryOrderRepository();
  final InMemoryRefundRepository refundRepository = new InMemoryRefundRepository(orders);
  final Refunds refunds = new Refunds();
  final OrderSaga saga = new OrderSaga();
  final PlaceOrder placeOrder = new PlaceOrder();
  final OperatorActions actions = new OperatorActions();

  Stock.Answer stockAnswers = Stock.Answer.RESERVED;
  Payment.Answer paymentAnswers = new Payment.Answer(Outcome.CHARGED, "txn_1");
  boolean keyIsAnothers;
  Runnable atRelease = () -> {};
  String silent = "";
  NoAnswer silence = new NoAnswer("silent", null);
  boolean gateIsOpen = true;
  boolean paymentGivesBack = true;

  private void call(String name, String key) {
    calls.add(name + " " + key);
    if (silent.contains(name)) {
      throw silence;
    }
  }

  @BeforeEach
  void connect() {
    refunds.refundRepository = refundRepository;
    refunds.orders = orders;
    refunds.payment = new ToldPayment();
    saga.orders = orders;
    saga.stock = new ToldStock();
    saga.payment = refunds.payment;
    saga.refunds = refunds;
    saga.backoff = new RetryBackoff();
    saga.backoff.attemptsMax = 3;
    saga.backoff.deadlineSeconds = 120;
    saga.backoff.gate = new ToldGate();
    placeOrder.orders = orders;
    placeOrder.saga = saga;
    placeOrder.gate = saga.backoff.gate;
    actions.orders = orders;
    actions.saga = saga;
  }

  private final class ToldGate extends UpstreamGate {
    @Override
    public synchronized boolean letsIn() {
      return gateIsOpen;
    }

    @Override
    public boolean isOpen() {
      return gateIsOpen;
    }
  }

  private final class ToldStock implements Stock {
    @Override
    public Answer reserve(String key, List<Item> items, CallContext context) {
      call("reserve", key);
      return stockAnswers;
    }

    @Override
    public boolean release(String key, List<Item> items, CallContext context) {
      call("release", key);
      atRelease.run();
      return !keyIsAnothers;
    }
  }

  private final class ToldPayment implements Payment {
    @Override
    public Payment.Answer charge(String key, Money amount, CallContext context) {
      call("charge", key);
      return paymentAnswers;
    }

    @Override
    public boolean refund(String chargeKey, UUID refundId, long amountCents, CallContext context) {
      call("refund", chargeKey);
      firstAttempts.add(context.isFirstAttempt());
      return paymentGivesBack;
    }

    @Override
    public void voidCharge(String key, Money amount, CallContext context) {
      call("void", key);
    }
  }

  static Order order(String key, String fingerprint) {
    return new Order(
        "", key, fingerprint, List.of(new Item("SKU1", 2)), new Money(1500, Currency.EUR));
  }

  Placed place(Order order) {
    return (Placed) placeOrder.place(order);
  }

  Stored refund(Order order, Refund refund) {
    return (Stored) refunds.refund(order, refund);
  }

  /** What the repository says of an order: its status, and what is left to do. */
  String row(Order order) {
    return orders.row(order.id()).toString();
  }

  /** The order as a worker has it when it is due; everything is, after so long a time. */
  Order claimed(Order order, Duration later) {
    orders.letPass(later);
    return orders.claimDue(100).stream()
        .filter(claimed -> claimed.id().equals(order.id()))
        .findAny()
        .orElseThrow();
  }

  Order found(Order order) {
    return orders.find(order.id()).orElseThrow();
  }

  /** An order that was left for another attempt. */
  Order left(String key) {
    silent = "charge void";
    Order order = order(key, "f");
    place(order);
    silent = "";
    calls.clear();
    return order;
  }

  /** An order that was tried too often: PENDING with a key, else CANCELLING. */
  Order parked(String key) {
    Order order = left(key);
    silent = "charge void";
    goOn(order, 3);
    silent = "";
    calls.clear();
    return found(order);
  }

  /** The worker goes on with it, so many times. */
  void goOn(Order order, int times) {
    saga.backoff.deadlineSeconds = 100_000;
    for (int i = 0; i < times; i++) {
      saga.carryOn(claimed(order, Duration.ofSeconds(20)));
    }
  }
}
