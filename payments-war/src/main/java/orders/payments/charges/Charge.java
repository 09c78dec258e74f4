package orders.payments.charges;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Optional;
import orders.payments.provider.Currency;
import org.jspecify.annotations.Nullable;

/**
 * What became of one key. It is stored as PENDING before the provider is asked, so that whoever
 * dies, somebody finds what may have happened there; while {@code due_at} is set there is something
 * left to do. Written only by {@link ChargeTable}.
 */
@Entity
@Table(name = "charge")
public class Charge implements ToDo {

  /** What a key has become; only CHARGED holds money. */
  public enum State {
    /** The provider is being asked, or did not answer: the money may have moved. */
    PENDING,
    /** The money was taken. */
    CHARGED,
    /** The provider refused. */
    DECLINED,
    /** Undone, to be undone, or never to be done. */
    VOIDED
  }

  @Id private String key;

  @Enumerated(EnumType.STRING)
  private State state;

  private @Nullable String fingerprint;

  @Column(name = "amount_cents")
  private @Nullable Long amountCents;

  @Enumerated(EnumType.STRING)
  private @Nullable Currency currency;

  @Column(name = "transaction_id")
  private @Nullable String transactionId;

  @Column(name = "due_at")
  private @Nullable OffsetDateTime dueAt;

  private int attempts;

  /** For JPA. */
  protected Charge() {}

  /** A new charge: the caller's own, who asks the provider now. */
  Charge(String key, ChargeRequest request) {
    this.key = key;
    this.state = State.PENDING;
    this.fingerprint = request.fingerprint();
    this.amountCents = request.amountCents();
    this.currency = request.currency();
    this.attempts = 1;
  }

  /** What its row holds after that write. */
  void recorded(State outcome, @Nullable String transaction) {
    this.state = outcome;
    this.transactionId = transaction;
    this.dueAt = null;
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public boolean isSettled() {
    return dueAt == null;
  }

  @Override
  public int attempts() {
    return attempts;
  }

  /** Whether the provider was ever to be asked for it, as far as is known. */
  boolean wasWanted() {
    return amountCents != null;
  }

  State state() {
    return state;
  }

  /** Null if the key was voided before its charge came, by a caller who did not say what it was. */
  @Nullable String fingerprint() {
    return fingerprint;
  }

  /** Above 0; not to be asked of a key that was voided before its charge came. */
  long amountCents() {
    return Objects.requireNonNull(amountCents);
  }

  /** As for the amount. */
  Currency currency() {
    return Objects.requireNonNull(currency);
  }

  /** The provider's; empty if no money moved, or none is known to have moved. */
  Optional<String> transactionId() {
    return Optional.ofNullable(transactionId);
  }
}
