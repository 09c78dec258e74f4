package orders.gateway.orders.entity;

/** The currencies an order can be paid in (ISO 4217); all have 100 cents. */
public enum Currency {
  EUR,
  USD,
  GBP
}
