package orders.gateway.orders.control;

import static orders.gateway.orders.entity.OrderStatus.CANCELLING;
import static orders.gateway.orders.entity.OrderStatus.PENDING;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.OrderChange;
import orders.gateway.payment.Payment;
import orders.gateway.stock.Stock;
import orders.gateway.upstream.Door;
import orders.gateway.upstream.NoAnswer;
import orders.http.HttpError;
import orders.http.Refusal;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The life of an order, in the order in which it happens. Every road through it may be walked again
 * from its begin: what was done already is found done, because the order's key is the same.
 */
@ApplicationScoped
public class OrderLife {
  private static final System.Logger LOG = System.getLogger(OrderLife.class.getName());

  @Inject OrderRepository repository;
  @Inject Stock stock;
  @Inject Payment payment;
  @Inject Patience patience;
  @Inject Door door;
  @Inject Refunds refunds;

  @Inject
  @ConfigProperty(name = "ORDER_DEADLINE_SECS")
  int deadlineSeconds;

  /**
   * @param order as it is now
   * @param replay whether an earlier request brought it to its end
   */
  public record Placement(Order order, boolean replay) {}

  /**
   * Places an order, or finds the one that its key placed before.
   *
   * @param order not stored yet
   * @return the order; PENDING or CANCELLED where its outcome could not be learnt
   * @throws Refusal 409 where its key belongs to another payload; 503 where an upstream is known to
   *     be away, and then nothing was stored
   * @throws Unfinished where the order is stored, or was before, and its outcome is open
   * @throws SQLException where the gateway's database did not answer, and nothing is known to be
   *     stored
   */
  public Placement place(Order order) throws SQLException {
    if (!door.letsIn()) {
      return earlier(order).orElseThrow(OrderLife::upstreamUnavailable);
    }
    // commit 1, before any upstream call: whoever dies after it, somebody finds the order
    Optional<Order> opened = repository.open(order);
    return opened.isPresent()
        ? place(opened.get(), () -> opened)
        // none: undone between our two looks; its key is free, and the client asks again
        : earlier(order).orElseThrow(OrderLife::inProgress);
  }

  /** From here on the order is stored, and whatever goes wrong, its client learns where it is. */
  private Placement place(Order stored, Supplier<Optional<Order>> own) {
    try {
      return new Placement(carryOn(own.get().orElseThrow(OrderLife::inProgress)), false);
    } catch (SQLException | RuntimeException e) {
      throw new Unfinished(stored, e);
    }
  }

  /**
   * Goes on with an order as far as it can be brought now.
   *
   * @param order the caller's own
   * @return the order as it is then; final, or left for another attempt
   * @throws SQLException where the gateway's database did not answer
   */
  Order carryOn(Order order) throws SQLException {
    try {
      return switch (order.status()) {
        case PENDING -> isAbandoned(order) ? abandon(order) : reserveAndCharge(order);
        case PAYMENT_FAILED -> giveBack(order);
        case CANCELLING -> undo(order);
        case CONFIRMED -> finish(refunds.settleAll(order));
        case STOCK_FAILED, CANCELLED -> finish(order);
      };
    } catch (NoAnswer unknown) {
      LOG.log(Level.WARNING, "Order {0}: {1}", order.id(), unknown.getMessage());
      // a client with a key can ask again; one without cannot, so its order is undone at once
      return order.status() == PENDING && order.idempotencyKey() == null
          ? abandon(order)
          : postpone(order, unknown);
    }
  }

  private Order reserveAndCharge(Order order) throws SQLException {
    return switch (stock.reserve(order)) {
      case RESERVED -> charge(order);
      case REFUSED -> repository.write(order, order.failForStock());
      case RELEASED -> abandon(order);
      case CONFLICT -> withdraw(order);
    };
  }

  private Order charge(Order order) throws SQLException {
    Payment.Answer charged = payment.charge(order);
    return switch (charged.outcome()) {
      case CHARGED -> repository.write(order, order.confirm(charged.transactionId()));
      case DECLINED -> declined(order);
      case VOIDED -> abandon(order);
      case CONFLICT -> withdraw(order);
    };
  }

  private Order declined(Order order) throws SQLException {
    // recorded before the stock goes back: after that, who walks this road again could not tell a
    // declined payment from an order that was undone
    Order failed = repository.write(order, order.decline());
    return failed.lease() == null ? failed : carryOn(failed);
  }

  private Order finish(Order order) throws SQLException {
    return repository.write(order, order.finish());
  }

  private Order giveBack(Order order) throws SQLException {
    stock.release(order);
    return finish(order);
  }

  /**
   * Undoes an order for good: the stock goes back, and what is left of the money.
   *
   * @param found as it was read; may be placed by somebody just now, who is stopped then
   * @param by who wants it and why, for the timeline
   * @return the order; CANCELLED, or CANCELLING where it is still being done; otherwise it failed
   *     by itself
   * @throws SQLException where the gateway's database did not answer
   */
  public Order cancel(Order found, String by) throws SQLException {
    Order order = found;
    while (order.status().mayBecome(CANCELLING) && order.status() != CANCELLING) {
      Optional<Order> mine = repository.act(order, CANCELLING, CANCELLING.name(), by);
      if (mine.isPresent()) {
        return carryOn(mine.get());
      }
      order = repository.find(order.id()).orElseThrow();
    }
    return order;
  }

  /**
   * Tries an order again now, with as many attempts before it as a new one has.
   *
   * @param order as it was read
   * @param by who wants it and why, for the timeline
   * @return the order after that, taken from whoever had it; as it was where nothing is left to do,
   *     or somebody moved it since it was read
   * @throws SQLException where the gateway's database did not answer
   */
  public Order retry(Order order, String by) throws SQLException {
    if (order.dueAt() == null && order.parkedReason() == null) {
      return order;
    }
    Optional<Order> mine = repository.act(order, order.status(), "RETRY", by);
    return mine.isPresent() ? carryOn(mine.get()) : repository.find(order.id()).orElseThrow();
  }

  /**
   * Ends an order that was settled by hand: nothing more is asked of inventory or payments.
   *
   * @param order as it was read; parked
   * @param by who says so and why, for the timeline
   * @return the order; CANCELLED where it was to be undone
   * @throws Refusal 409 where it is not parked, or not yet said whether it is to be undone
   * @throws SQLException where the gateway's database did not answer
   */
  public Order resolve(Order order, String by) throws SQLException {
    if (order.parkedReason() == null || order.status() == PENDING) {
      throw new Refusal(OrderError.NOT_RESOLVABLE);
    }
    Order mine =
        repository
            .act(order, order.status(), "RESOLVED", by)
            .orElseThrow(() -> new Refusal(OrderError.NOT_RESOLVABLE));
    refunds.closeAll(mine);
    return repository.write(mine, mine.status() == CANCELLING ? mine.undone() : mine.finish());
  }

  private boolean isAbandoned(Order order) {
    return order.isAbandoned(Duration.ofSeconds(deadlineSeconds));
  }

  private Order abandon(Order order) throws SQLException {
    // recorded before the undo: nobody may carry on with an order that is half undone
    Order cancelling = repository.write(order, order.abandon());
    return cancelling.lease() == null ? cancelling : carryOn(cancelling);
  }

  /**
   * Ends an order whose key is another's over there: a lost one's, where this database was restored
   * to before it. Nothing of this one is there, and what is there is not undone (decision 0015).
   */
  private Order withdraw(Order order) throws SQLException {
    return repository.write(order, order.withdraw());
  }

  private Order undo(Order order) throws SQLException {
    // the stock first, as it was taken first: where its key is another's, so is what was charged;
    // but what was once confirmed is the order's own
    if (stock.release(order) || order.transactionId() != null) {
      payment.voidCharge(order);
      // after it, so that a refund still on its way is refused and not given back twice
      refunds.settleAll(order);
    }
    return repository.write(order, order.undone());
  }

  /**
   * Leaves an order for another attempt, or to a person where too many failed.
   *
   * @param order the caller's own
   * @param reason why this attempt did not bring it to its end
   */
  Order postpone(Order order, RuntimeException reason) throws SQLException {
    boolean counts = order.isClaimed() && !(reason instanceof NoAnswer.NotSent) && door.isOpen();
    OrderChange change =
        counts && patience.isOver(order.failedAttempts() + 1)
            ? order.park(reason.toString())
            : order.postpone(patience.wait(order.attempts()), counts);
    return repository.write(order, change);
  }

  private Optional<Placement> earlier(Order order) {
    Optional<Order> found =
        order.idempotencyKey() == null
            ? Optional.empty()
            : repository.holder(order.caller(), order.idempotencyKey());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Order holder = found.get();
    if (!holder.fingerprint().equals(order.fingerprint())) {
      throw new Refusal(HttpError.IDEMPOTENCY_CONFLICT);
    }
    if (holder.status() != PENDING) {
      return Optional.of(new Placement(holder, true));
    }
    return Optional.of(place(holder, () -> repository.takeOver(holder)));
  }

  private static Refusal inProgress() {
    return new Refusal(OrderError.IDEMPOTENCY_IN_PROGRESS, Map.of("Retry-After", 1));
  }

  private static Refusal upstreamUnavailable() {
    return new Refusal(OrderError.UPSTREAM_UNAVAILABLE, Map.of("Retry-After", 2));
  }
}
