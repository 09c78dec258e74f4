package orders.gateway.orders.entity;

import java.util.Objects;

/**
 * An amount of money.
 *
 * @param cents hundredths of the currency's unit, above 0
 * @param currency of the amount
 */
public record Money(long cents, Currency currency) {

  /**
   * @throws NullPointerException without a currency
   */
  public Money {
    Objects.requireNonNull(currency);
  }
}
