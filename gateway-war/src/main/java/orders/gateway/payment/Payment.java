package orders.gateway.payment;

import java.util.Optional;
import orders.gateway.orders.entity.Currency;
import orders.gateway.upstream.NoAnswer;

/** The money, as an order needs it. */
public interface Payment {

  /**
   * Takes the money.
   *
   * @param key under which it is taken once, however often it is asked
   * @param amountCents above 0
   * @param currency of the amount
   * @return the transaction's id; empty where the payment was declined and nothing taken
   * @throws NoAnswer where it is not known whether it was taken
   */
  Optional<String> charge(String key, long amountCents, Currency currency);

  /**
   * Gives a charge back in whole, and refuses it where it comes later. Safe to repeat.
   *
   * @param key of the charge
   * @throws NoAnswer where it is not known whether it was given back
   */
  void voidCharge(String key);
}
