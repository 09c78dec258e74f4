package orders.gateway.orders.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Transient;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A part of an order's money that is to be given back. It is stored before payments is asked, so
 * that it is given back whoever dies; {@code RefundRepository} alone writes it.
 */
@Entity
public class Refund {

  /** Where a refund is. */
  public enum Status {
    /** Stored; not known yet whether the money went back. */
    PENDING,
    /** The money went back. */
    DONE,
    /** Payments gave nothing back: the order was cancelled meanwhile, and all of it went back. */
    REFUSED
  }

  // not private: the tests' repository in memory writes them, as the persistence provider does
  @Id UUID id;

  @Column(name = "order_id")
  UUID orderId;

  @Column(name = "idempotency_key")
  @Nullable String idempotencyKey;

  @Column(name = "amount_cents")
  long amountCents;

  @Enumerated(EnumType.STRING)
  Status status;

  // comes with the row
  @SuppressWarnings("NullAway.Init")
  @Column(name = "created_at")
  OffsetDateTime createdAt;

  @Transient private @Nullable String askedBy;

  /** For JPA. */
  protected Refund() {}

  /**
   * A new refund, not stored yet.
   *
   * @param orderId of what order
   * @param idempotencyKey the client's, or null
   * @param amountCents above 0
   */
  public Refund(UUID orderId, @Nullable String idempotencyKey, long amountCents) {
    this.id = UUID.randomUUID();
    this.orderId = orderId;
    this.idempotencyKey = idempotencyKey;
    this.amountCents = amountCents;
    this.status = Status.PENDING;
  }

  /**
   * Who asks for it, for the timeline, if it is not the order's client.
   *
   * @param operator by name
   * @return this refund
   */
  public Refund askedBy(String operator) {
    this.askedBy = operator;
    return this;
  }

  /**
   * @return which operator asks for it, of a refund not stored yet; null if it is the client
   */
  public @Nullable String askedBy() {
    return askedBy;
  }

  /**
   * @return its id, and the key under which payments knows it
   */
  public UUID id() {
    return id;
  }

  /**
   * @return the order's id
   */
  public UUID orderId() {
    return orderId;
  }

  /**
   * @return the client's key, or null if it sent none
   */
  public @Nullable String idempotencyKey() {
    return idempotencyKey;
  }

  /**
   * @return above 0
   */
  public long amountCents() {
    return amountCents;
  }

  /**
   * @return as it was when the row was read or written
   */
  public Status status() {
    return status;
  }

  /**
   * @param given whether the money went back
   * @return how it ends
   * @throws IllegalStateException unless it is PENDING
   */
  public Status ended(boolean given) {
    if (status != Status.PENDING) {
      throw new IllegalStateException("a refund that is " + status + " may not end");
    }
    return given ? Status.DONE : Status.REFUSED;
  }
}
