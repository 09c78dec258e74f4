package orders.reconciler;

/** What must hold, said as what is wrong if it does not. */
public enum Rule {
  /** The order is confirmed, and its stock is not held. */
  CONFIRMED_WITHOUT_STOCK,
  /** The order is confirmed, and other items are held than were ordered. */
  CONFIRMED_WITH_OTHER_ITEMS,
  /** The order is confirmed, and no money is charged. */
  CONFIRMED_WITHOUT_CHARGE,
  /** The order and its charge differ in the amount. */
  OTHER_AMOUNT,
  /** The order and its charge differ in the currency. */
  OTHER_CURRENCY,
  /** The order and its charge differ in the transaction. */
  OTHER_TRANSACTION,
  /** The order and its charge differ in what was given back. */
  OTHER_REFUNDS,
  /** Stock is held for an order that failed or was cancelled. */
  FAILED_WITH_STOCK,
  /** Money is charged for an order that failed or was cancelled. */
  FAILED_WITH_CHARGE,
  /** Stock is held, and there is no order. */
  STOCK_WITHOUT_ORDER,
  /** Money is charged, and there is no order. */
  CHARGE_WITHOUT_ORDER,
  /** An order's sum of refunds is not that of its refunds, or the number of open ones is not. */
  ORDER_REFUNDS_SUM,
  /** A charge's sum of refunds is not that of its refunds. */
  CHARGE_REFUNDS_SUM,
  /** The provider holds another sum than payments says. */
  PROVIDER_SUM,
  /** The provider was paid for a charge that payments does not know. */
  PROVIDER_WITHOUT_CHARGE,
  /** A SKU's reserved units are not those that its reservations hold. */
  STOCK_SUM
}
