package orders.reconciler;

/**
 * Something that does not add up.
 *
 * @param key of the order at inventory and payments, or an SKU
 * @param what is wrong with it
 */
public record Finding(String key, String what) {

  @Override
  public String toString() {
    return key + ": " + what;
  }
}
