package orders.gateway.payment;

import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.Refund;
import orders.gateway.upstream.NoAnswer;

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
   * @param transactionId of what was taken; null where nothing was
   */
  record Answer(Outcome outcome, String transactionId) {

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
   * @param order whose key lets it be taken once, however often it is asked
   * @return whether it was taken
   * @throws NoAnswer where that is not known
   */
  Answer charge(Order order);

  /**
   * Gives a charge back in whole, and refuses it where it comes later. Safe to repeat. Where the
   * key is another order's, there is nothing to give back.
   *
   * @param order that was to be charged
   * @throws NoAnswer where it is not known whether it was given back
   */
  void voidCharge(Order order);

  /**
   * Gives a part of a charge back.
   *
   * @param order that was charged
   * @param refund whose id lets it take effect once, however often it is asked
   * @return whether it was given back; false where nothing of the charge is left, or too little
   * @throws NoAnswer where that is not known
   */
  boolean refund(Order order, Refund refund);
}
