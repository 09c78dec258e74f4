package orders.gateway.orders.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import orders.json.CachedJson;
import orders.json.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * An order. It is stored as PENDING before anything is asked of inventory or payments, so that
 * whoever dies, somebody finds it and goes on. It ends as CONFIRMED, STOCK_FAILED, PAYMENT_FAILED
 * or CANCELLED. The row is also the idempotency record of its client's key: what a retry is
 * answered is derived from it.
 *
 * <p>While {@code due_at} is set there is something left to do: a request or a worker that goes on
 * with it holds a {@link Lease}; if that runs out, somebody else takes it over.
 *
 * <p>This object is a reading of the row; {@code OrderRepository} alone writes it, guarded by the
 * version that was read.
 */
@Entity
@Table(name = "orders")
public class Order {
  private static final OrderStatus[] CANCELLABLE = {
    OrderStatus.PENDING, OrderStatus.CONFIRMED, OrderStatus.CANCELLING
  };

  // not private: the tests' repository in memory writes them, as the persistence provider does
  @Id UUID id;

  String caller;

  @Column(name = "idempotency_key")
  @Nullable String idempotencyKey;

  @Column(name = "upstream_key")
  String upstreamKey;

  String fingerprint;

  String items;

  @Column(name = "amount_cents")
  long amountCents;

  @Enumerated(EnumType.STRING)
  Currency currency;

  @Enumerated(EnumType.STRING)
  OrderStatus status;

  @Column(name = "transaction_id")
  @Nullable String transactionId;

  int version;

  @Column(name = "holds_key")
  boolean holdsKey;

  int attempts;

  @Column(name = "failed_attempts")
  int failedAttempts;

  @Column(name = "due_at")
  @Nullable OffsetDateTime dueAt;

  @Column(name = "parked_reason")
  @Nullable String parkedReason;

  // this and the next come with the row
  @SuppressWarnings("NullAway.Init")
  OffsetDateTime since;

  @SuppressWarnings("NullAway.Init")
  @Column(name = "created_at")
  OffsetDateTime createdAt;

  @Column(name = "refund_cents")
  long refundCents;

  @Transient private @Nullable Lease lease;

  @Transient private @Nullable Timeline timeline;

  @Transient private boolean claimed;

  @Transient private boolean placedNow;

  @Transient private boolean firstAttempt;

  /** For JPA. */
  protected Order() {}

  /**
   * A new order, not stored yet.
   *
   * @param caller who sends it; empty if callers are not known
   * @param idempotencyKey the client's key, or null
   * @param fingerprint of the payload
   * @param items 1 to 100
   * @param amount that it costs
   */
  public Order(
      String caller,
      @Nullable String idempotencyKey,
      String fingerprint,
      List<Item> items,
      Money amount) {
    this.id = UUID.randomUUID();
    this.caller = Objects.requireNonNull(caller);
    this.idempotencyKey = idempotencyKey;
    this.upstreamKey = upstreamKey(id, caller, idempotencyKey);
    this.fingerprint = Objects.requireNonNull(fingerprint);
    this.items = Item.toJson(items).toString();
    this.amountCents = amount.cents();
    this.currency = amount.currency();
    this.status = OrderStatus.PENDING;
    this.attempts = 1;
    this.holdsKey = true;
  }

  /**
   * @return who sent it; empty if callers are not known
   */
  public String caller() {
    return caller;
  }

  /** If callers are known, equal keys of two of them must be two keys there. */
  private static String upstreamKey(UUID id, String caller, @Nullable String idempotencyKey) {
    if (idempotencyKey == null) {
      return id.toString();
    }
    return caller.isEmpty()
        ? idempotencyKey
        : Fingerprint.of(CachedJson.createArrayBuilder().add(caller).add(idempotencyKey).build());
  }

  /**
   * @return its id, the gateway's own
   */
  public UUID id() {
    return id;
  }

  /**
   * @return the client's key, or null if it sent none
   */
  public @Nullable String idempotencyKey() {
    return idempotencyKey;
  }

  /**
   * @return the key under which inventory and payments know this order
   */
  public String upstreamKey() {
    return upstreamKey;
  }

  /**
   * @return of the payload, to tell a retry from another order under the same key
   */
  public String fingerprint() {
    return fingerprint;
  }

  /**
   * @return what was ordered
   */
  public List<Item> items() {
    return Item.fromJson(items);
  }

  /**
   * @return what it costs
   */
  public Money amount() {
    return new Money(amountCents, currency);
  }

  /**
   * @return as it was when the row was read or written
   */
  public OrderStatus status() {
    return status;
  }

  /**
   * @return the payment's, or null while there is none
   */
  public @Nullable String transactionId() {
    return transactionId;
  }

  /**
   * @return counts the writes to the row
   */
  public int version() {
    return version;
  }

  /**
   * @return how often somebody set out to finish it, from 1
   */
  public int attempts() {
    return attempts;
  }

  /**
   * @return whether a request has it that asks for something new of it (to be placed, cancelled,
   *     refunded, tried again), and so waits for the first attempt at that
   */
  public boolean isFirstAttempt() {
    return firstAttempt;
  }

  /**
   * Its holder makes the first attempt at what a request asks.
   *
   * @return this order
   */
  public Order asked() {
    this.firstAttempt = true;
    return this;
  }

  /**
   * @return whether the request that brought it is placing it, and nobody tried before
   */
  public boolean isPlacedNow() {
    return placedNow;
  }

  /**
   * @return how many attempts in the background failed, of those that count: of each a call was
   *     sent, and got no answer
   */
  public int failedAttempts() {
    return failedAttempts;
  }

  /**
   * @return whether a worker has it, and nobody waits for it
   */
  public boolean isClaimed() {
    return claimed;
  }

  /** A worker has it from now on. */
  public void claimed() {
    this.claimed = true;
  }

  /**
   * @return the database's time at which somebody must look at it; null if nothing is left to do
   */
  public @Nullable OffsetDateTime dueAt() {
    return dueAt;
  }

  /**
   * @return why nobody tries any more, or null
   */
  public @Nullable String parkedReason() {
    return parkedReason;
  }

  /**
   * @return the database's time since which it has its status
   */
  public OffsetDateTime since() {
    return since;
  }

  /**
   * @return the database's time at which it was stored
   */
  public OffsetDateTime createdAt() {
    return createdAt;
  }

  /**
   * @return what was given back of its amount, or is going to be
   */
  public long refundCents() {
    return refundCents;
  }

  /**
   * @return whether its key stays its own: not if it was undone without its client's wish, so that
   *     the client may order anew
   */
  public boolean holdsKey() {
    return holdsKey;
  }

  /**
   * @return the time in which the caller has it to itself; null if it was only read
   */
  public @Nullable Lease lease() {
    return lease;
  }

  /**
   * @return the lease of an order that is the caller's own
   */
  public Lease ownLease() {
    return Objects.requireNonNull(lease);
  }

  /**
   * @return what happened since the last write, of an order that is the caller's own
   */
  public Timeline timeline() {
    return Objects.requireNonNull(timeline);
  }

  /**
   * @return whether its payment was once taken and it was confirmed, whatever became of it since
   */
  public boolean wasConfirmed() {
    return transactionId != null;
  }

  /**
   * @return whether it goes on when its outcome is unknown: its client can ask again under its key,
   *     or its outcome does not depend on who asks
   */
  public boolean canBeAskedForAgain() {
    return status != OrderStatus.PENDING || idempotencyKey != null;
  }

  /**
   * Whether nobody wants it any more.
   *
   * @param deadline how long after its creation a client may still come back for it
   * @return true after that; and at once for an order without a key that is not being placed by its
   *     own request, whoever goes on with it: its client cannot ask for it again, and may have
   *     ordered anew
   */
  public boolean isAbandoned(Duration deadline) {
    return ownLease().now().isAfter(createdAt.plus(deadline))
        || (idempotencyKey == null && !placedNow);
  }

  /**
   * @param granted a lease that was just written
   * @return this order, which is its reader's own for that time
   */
  public Order leased(Lease granted) {
    this.lease = granted;
    this.timeline = new Timeline(attempts);
    this.placedNow = false;
    this.firstAttempt = false;
    return this;
  }

  /**
   * What a new order's row says beyond what was written.
   *
   * @param key under which inventory and payments will know it
   * @param granted the lease of the request that brought it
   * @return this order
   */
  public Order stored(String key, Lease granted) {
    this.upstreamKey = key;
    this.createdAt = granted.start();
    leased(granted);
    this.placedNow = true;
    return asked();
  }

  /**
   * @param transaction the payment's id
   * @return paid, with its stock reserved: nothing is left to do
   * @throws IllegalStateException unless it is PENDING
   */
  public OrderChange confirm(@Nullable String transaction) {
    return end(OrderStatus.CONFIRMED, OrderStatus.PENDING)
        .paidBy(Objects.requireNonNull(transaction));
  }

  /**
   * @return refused by inventory: nothing was kept, and nothing is left to do
   * @throws IllegalStateException unless it is PENDING
   */
  public OrderChange failForStock() {
    return end(OrderStatus.STOCK_FAILED, OrderStatus.PENDING);
  }

  /**
   * @return its payment was declined; the caller keeps the lease, to give the stock back
   * @throws IllegalStateException unless it is PENDING
   */
  public OrderChange decline() {
    require("be declined", OrderStatus.PENDING);
    return OrderChange.to(OrderStatus.PAYMENT_FAILED).leasedFor(ownLease().left());
  }

  /**
   * @return to be undone without its client's wish: once it is, its key is free for a new order;
   *     the caller keeps the lease, to undo it
   * @throws IllegalStateException unless it is PENDING
   */
  public OrderChange abandon() {
    require("be abandoned", OrderStatus.PENDING);
    return OrderChange.to(OrderStatus.CANCELLING).leasedFor(ownLease().left()).freesKey();
  }

  /**
   * @return whether it may be cancelled: it did not fail by itself, and is not undone
   */
  public boolean isCancellable() {
    return List.of(CANCELLABLE).contains(status);
  }

  /**
   * @return to be undone for good: its key stays its own
   * @throws IllegalStateException if it is over, and not confirmed
   */
  public Intervention cancel() {
    require("be cancelled", CANCELLABLE);
    return new Intervention(OrderStatus.CANCELLING, OrderStatus.CANCELLING.name(), true);
  }

  /**
   * @return whether somebody is to go on with it, or a person
   */
  public boolean isUnfinished() {
    return dueAt != null || parkedReason != null;
  }

  /**
   * @return to be tried again now, as it is
   * @throws IllegalStateException if nothing is left to do
   */
  public Intervention retry() {
    if (!isUnfinished()) {
      throw new IllegalStateException("an order of which nothing is left to do may not be retried");
    }
    return new Intervention(status, "RETRY", false);
  }

  /**
   * @return ended with nothing of it in inventory or payments: in one step, so that nobody finds it
   *     to be undone; its key is free for a new order
   * @throws IllegalStateException unless it is PENDING: it may have something there
   */
  public OrderChange withdraw() {
    require("be withdrawn", OrderStatus.PENDING);
    return OrderChange.to(OrderStatus.CANCELLED).freesKey();
  }

  /**
   * @return undone: stock and money are back, and nothing is left to do
   * @throws IllegalStateException unless it is CANCELLING
   */
  public OrderChange undone() {
    return end(OrderStatus.CANCELLED, OrderStatus.CANCELLING);
  }

  /**
   * @return nothing is left to do, and it stays what it is
   * @throws IllegalStateException if an order in its status always has something left to do
   */
  public OrderChange finish() {
    return end(
        status,
        OrderStatus.CONFIRMED,
        OrderStatus.STOCK_FAILED,
        OrderStatus.PAYMENT_FAILED,
        OrderStatus.CANCELLED);
  }

  /**
   * @param wait until the next attempt
   * @param failed whether this attempt counts towards the most that an order gets
   * @return left for another attempt
   * @throws IllegalStateException if an order in its status has nothing left to do
   */
  public OrderChange postpone(Duration wait, boolean failed) {
    requireSomethingLeft();
    return OrderChange.to(status).waiting(wait).afterAttempt(failed);
  }

  /**
   * @param reason why nobody tries any more
   * @return left to a person
   * @throws IllegalStateException if an order in its status has nothing left to do
   */
  public OrderChange park(String reason) {
    requireSomethingLeft();
    return OrderChange.to(status).parked(reason).afterAttempt(true);
  }

  /** A confirmed order may have refunds to be given. */
  private void requireSomethingLeft() {
    require(
        "wait",
        OrderStatus.PENDING,
        OrderStatus.CONFIRMED,
        OrderStatus.PAYMENT_FAILED,
        OrderStatus.CANCELLING);
  }

  private OrderChange end(OrderStatus last, OrderStatus... from) {
    require("end as " + last, from);
    return OrderChange.to(last);
  }

  private void require(String what, OrderStatus... from) {
    if (!List.of(from).contains(status)) {
      throw new IllegalStateException("an order that is " + status + " may not " + what);
    }
  }

  /**
   * What the row holds after a change was written.
   *
   * @param written made by this order, of what it was until now
   */
  public void apply(OrderChange written) {
    if (written.status() != status) {
      this.since = ownLease().now();
    }
    this.status = written.status();
    this.transactionId = written.transactionId() == null ? transactionId : written.transactionId();
    this.holdsKey = holdsKey && written.keepsKey();
    this.failedAttempts += written.failed() ? 1 : 0;
    this.parkedReason = written.parkedReason();
    this.dueAt = written.dueIn() == null ? null : ownLease().now().plus(written.dueIn());
    this.version++;
  }
}
