package orders.gateway.payment;

import java.util.Optional;
import orders.gateway.orders.entity.Order;
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
}
