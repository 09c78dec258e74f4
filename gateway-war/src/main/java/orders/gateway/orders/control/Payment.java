package orders.gateway.orders.control;

import java.util.UUID;
import orders.gateway.orders.entity.Money;
import orders.gateway.upstream.CallContext;
import orders.gateway.upstream.NoAnswer;
import org.jspecify.annotations.Nullable;

/** The money, as an order needs it. */
public interface Payment {

  /** What became of a charge that was answered. */
  enum Outcome {
    /** The money was taken. */
    CHARGED,
    /** The payment was declined and nothing taken. */
    DECLINED,
    /** Nothing is taken, nor ever will be under this key: it was given back. */
    VOIDED,
    /** Nothing is taken: the key is another order's, which this database does not know any more. */
    CONFLICT
  }

  /**
   * @param outcome what became of it
   * @param transactionId of what was taken; null if nothing was
   */
  record Answer(Outcome outcome, @Nullable String transactionId) {

    /**
     * @param outcome without a transaction
     */
    public Answer(Outcome outcome) {
      this(outcome, null);
    }
  }

  /**
   * Takes the money.
   *
   * @param key lets it be taken once, however often it is asked
   * @param amount to be taken
   * @param context for whom it is asked
   * @return whether it was taken
   * @throws NoAnswer if that is not known
   */
  Answer charge(String key, Money amount, CallContext context);

  /**
   * Gives a charge back in whole, and refuses it if it comes later. Safe to repeat. If the key is
   * another order's, there is nothing to give back.
   *
   * @param key of the charge
   * @param amount that was to be charged
   * @param context for whom it is asked
   * @throws NoAnswer if it is not known whether it was given back
   */
  void voidCharge(String key, Money amount, CallContext context);

  /**
   * Gives a part of a charge back.
   *
   * @param chargeKey of the charge
   * @param refundId lets it take effect once, however often it is asked
   * @param amountCents above 0
   * @param context for whom it is asked
   * @return whether it was given back; false if nothing of the charge is left, or too little
   * @throws NoAnswer if that is not known
   */
  boolean refund(String chargeKey, UUID refundId, long amountCents, CallContext context);
}
