package orders.payments.charges;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** A part of a charge that is given back. Written only by {@link RefundTable}. */
@Entity
public class Refund implements ToDo {
  @Id private String key;

  @Column(name = "charge_key")
  private String chargeKey;

  @Column(name = "amount_cents")
  private long amountCents;

  @Column(name = "due_at")
  private @Nullable OffsetDateTime dueAt;

  private int attempts;

  /** For JPA. */
  protected Refund() {}

  /** A new refund: the caller's own, who asks the provider now. */
  Refund(String key, RefundRequest request) {
    this.key = key;
    this.chargeKey = request.chargeKey();
    this.amountCents = request.amountCents();
    this.attempts = 1;
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

  RefundRequest request() {
    return new RefundRequest(chargeKey, amountCents);
  }
}
