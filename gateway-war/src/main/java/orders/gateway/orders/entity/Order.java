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
import orders.http.CachedJson;
import orders.http.Fingerprint;

/**
 * An order. It is stored as PENDING before anything is asked of inventory or payments, so that
 * whoever dies, somebody finds it and goes on. It ends as CONFIRMED, STOCK_FAILED, PAYMENT_FAILED
 * or CANCELLED. The row is also the idempotency record of its client's key: what a retry is
 * answered is derived from it.
 *
 * <p>While {@code due_at} is set there is something left to do: a request or a worker that goes on
 * with it holds a {@link Lease}; where that runs out, somebody else takes it over.
 *
 * <p>This object is a reading of the row; {@code OrderBook} alone writes it, guarded by the version
 * that was read.
 */
@Entity
@Table(name = "orders")
public class Order {
  @Id private UUID id;

  private String caller;

  @Column(name = "idempotency_key")
  private String idempotencyKey;

  @Column(name = "upstream_key")
  private String upstreamKey;

  private String fingerprint;

  private String items;

  @Column(name = "amount_cents")
  private long amountCents;

  @Enumerated(EnumType.STRING)
  private Currency currency;

  @Enumerated(EnumType.STRING)
  private OrderStatus status;

  @Column(name = "transaction_id")
  private String transactionId;

  private int version;

  @Column(name = "holds_key")
  private boolean holdsKey;

  private int attempts;

  @Column(name = "failed_attempts")
  private int failedAttempts;

  @Column(name = "due_at")
  private OffsetDateTime dueAt;

  @Column(name = "parked_reason")
  private String parkedReason;

  private OffsetDateTime since;

  @Column(name = "created_at")
  private OffsetDateTime createdAt;

  @Column(name = "refund_cents")
  private long refundCents;

  @Transient private Lease lease;

  @Transient private Timeline timeline;

  @Transient private boolean claimed;

  @Transient private boolean placedNow;

  /** For JPA. */
  protected Order() {}

  /**
   * A new order, not stored yet.
   *
   * @param caller who sends it; empty where callers are not known
   * @param idempotencyKey the client's key, or null
   * @param fingerprint of the payload
   * @param items 1 to 100
   * @param amountCents above 0
   * @param currency of the amount
   */
  public Order(
      String caller,
      String idempotencyKey,
      String fingerprint,
      List<Item> items,
      long amountCents,
      Currency currency) {
    this.id = UUID.randomUUID();
    this.caller = Objects.requireNonNull(caller);
    this.idempotencyKey = idempotencyKey;
    this.upstreamKey = upstreamKey(id, caller, idempotencyKey);
    this.fingerprint = Objects.requireNonNull(fingerprint);
    this.items = Item.toJson(items).toString();
    this.amountCents = amountCents;
    this.currency = Objects.requireNonNull(currency);
    this.status = OrderStatus.PENDING;
    this.attempts = 1;
    this.holdsKey = true;
  }

  /**
   * @return who sent it; empty where callers are not known
   */
  public String caller() {
    return caller;
  }

  /** Where callers are known, equal keys of two of them must be two keys there. */
  private static String upstreamKey(UUID id, String caller, String idempotencyKey) {
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
   * @return the client's key, or null where it sent none
   */
  public String idempotencyKey() {
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
   * @return above 0
   */
  public long amountCents() {
    return amountCents;
  }

  /**
   * @return of the amount
   */
  public Currency currency() {
    return currency;
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
  public String transactionId() {
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
   * @return the database's time at which somebody must look at it; null where nothing is left to do
   */
  public OffsetDateTime dueAt() {
    return dueAt;
  }

  /**
   * @return why nobody tries any more, or null
   */
  public String parkedReason() {
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
   * @return whether its key stays its own: not where it was undone without its client's wish, so
   *     that the client may order anew
   */
  public boolean holdsKey() {
    return holdsKey;
  }

  /**
   * @return the time in which the caller has it to itself; null where it was only read
   */
  public Lease lease() {
    return lease;
  }

  /**
   * @return what happened since the last write
   */
  public Timeline timeline() {
    return timeline;
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
    return lease.now().isAfter(createdAt.plus(deadline)) || (idempotencyKey == null && !placedNow);
  }

  /**
   * @param granted a lease that was just written
   * @return this order, which is its reader's own for that time
   */
  public Order leased(Lease granted) {
    this.lease = granted;
    this.timeline = new Timeline(attempts);
    this.placedNow = false;
    return this;
  }

  /**
   * @return this order, which is somebody else's now: the entity manager may give its reader the
   *     same object again, with the lease that was lost
   */
  public Order notOwn() {
    this.lease = null;
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
    this.createdAt = granted.begin();
    leased(granted);
    this.placedNow = true;
    return this;
  }

  /**
   * What the row holds after a write that moved it on.
   *
   * @param next the new status
   * @param paidBy the transaction's id; null leaves it as it was
   * @param keepsKey false where its key is free once it is undone
   * @throws IllegalStateException where an order may not go there
   */
  public void moved(OrderStatus next, String paidBy, boolean keepsKey) {
    boolean undoneWithoutUndoing =
        status == OrderStatus.PENDING && next == OrderStatus.CANCELLED && keepsKey;
    if (!status.mayBecome(next) || undoneWithoutUndoing) {
      throw new IllegalStateException(status + " may not become " + next);
    }
    this.status = next;
    this.transactionId = paidBy == null ? transactionId : paidBy;
    this.holdsKey = holdsKey && keepsKey;
    this.version++;
  }
}
