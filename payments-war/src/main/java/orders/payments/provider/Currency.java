package orders.payments.provider;

/** The currencies that can be charged (ISO 4217); all have 100 cents. */
public enum Currency {
  EUR,
  USD,
  GBP
}
