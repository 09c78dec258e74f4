package orders.gateway.payment;

import java.util.Optional;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.Refund;
import orders.gateway.upstream.NoAnswer;

/** The money, as an order needs it. */
public interface Payment {

  /**
   * Takes the money.
   *
   * @param order whose key lets it be taken once, however often it is asked
   * @return the transaction's id; empty where the payment was declined and nothing taken
   * @throws NoAnswer where it is not known whether it was taken
   */
  Optional<String> charge(Order order);

  /**
   * Gives a charge back in whole, and refuses it where it comes later. Safe to repeat.
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
