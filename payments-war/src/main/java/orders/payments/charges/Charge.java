package orders.payments.charges;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** What became of one key. Written only by {@link Cashier}. */
@Entity
@Table(name = "charge")
public class Charge {

  /** What a key has become; only CHARGED holds money. */
  public enum State {
    /** The money was taken. */
    CHARGED,
    /** The provider refused. */
    DECLINED,
    /** Undone, or never to be done. */
    VOIDED
  }

  @Id private String key;

  @Enumerated(EnumType.STRING)
  private State state;

  private String fingerprint;

  @Column(name = "transaction_id")
  private String transactionId;

  /** For JPA. */
  protected Charge() {}

  State state() {
    return state;
  }

  /** Null where the key was voided before its charge came. */
  String fingerprint() {
    return fingerprint;
  }

  String transactionId() {
    return transactionId;
  }
}
