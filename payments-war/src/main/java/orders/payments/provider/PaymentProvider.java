package orders.payments.provider;

import java.util.Optional;

/**
 * Who really moves the money. Every call carries a key under which it takes effect at most once, so
 * that a call whose answer was lost is simply made again. It may take longer than anybody waits,
 * and may take effect after its caller has given it up; but it returns: an implementation has a
 * limit of its own, a minute or so, because a call that hangs for good would keep a thread for
 * good. The keys must be known for as long as an outage may last. Never call it inside a
 * transaction.
 *
 * <p>Each method throws {@link ProviderUnavailable} if the outcome is not known.
 */
public interface PaymentProvider {

  /**
   * @param key under which the money moves once; asked again, the provider answers as it did the
   *     first time
   * @param amountCents above 0
   * @param currency of the amount
   * @return the transaction's id, the same for the same key; empty if the payment is declined
   */
  Optional<String> charge(String key, long amountCents, Currency currency);

  /**
   * Gives a part of a charge back, if so much is left of it: a refund that comes after the rest was
   * given back gives nothing more.
   *
   * @param key under which it is given once
   * @param chargeKey of the charge
   * @param amountCents above 0
   */
  void refund(String key, String chargeKey, long amountCents);

  /**
   * Gives back what is left of a charge that was taken. Safe to repeat. Some providers remember the
   * key and decline the charge if it comes later; nobody may count on that.
   *
   * @param key of the charge
   */
  void voidCharge(String key);
}
