package orders.gateway.orders.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * An order. It is stored as PENDING before anything is asked of inventory or payments, so that
 * whoever dies, somebody finds it and goes on. It ends as CONFIRMED, STOCK_FAILED, PAYMENT_FAILED
 * or CANCELLED. The row is also the idempotency record of its client's key: what a retry is
 * answered is derived from it.
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

  @Column(name = "created_at")
  private OffsetDateTime createdAt;

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
    this.upstreamKey = idempotencyKey == null ? id.toString() : idempotencyKey;
    this.fingerprint = Objects.requireNonNull(fingerprint);
    this.items = Item.toJson(items).toString();
    this.amountCents = amountCents;
    this.currency = Objects.requireNonNull(currency);
    this.status = OrderStatus.PENDING;
  }

  /**
   * @return who sent it; empty where callers are not known
   */
  public String caller() {
    return caller;
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
   * What the row holds after a write that moved it on.
   *
   * @param next the new status
   * @param paidBy the transaction's id, or null
   */
  public void moved(OrderStatus next, String paidBy) {
    this.status = next;
    this.transactionId = paidBy;
    this.version++;
  }

  /**
   * @param key under which inventory and payments will know it, chosen when the row was written
   * @return this order
   */
  public Order knownUpstreamAs(String key) {
    this.upstreamKey = key;
    return this;
  }
}
