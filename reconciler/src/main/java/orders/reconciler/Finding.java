package orders.reconciler;

/**
 * Something that does not add up.
 *
 * @param rule that does not hold
 * @param key of the order at inventory and payments, or a SKU
 * @param what is wrong with it, with the numbers of the last look
 */
public record Finding(Rule rule, String key, String what) {

  /** What two looks have in common that found the same, whatever the numbers were. */
  record Identity(Rule rule, String key) {}

  Identity identity() {
    return new Identity(rule, key);
  }

  @Override
  public String toString() {
    return key + ": " + what;
  }
}
