package orders.value;

/** How much an order may ask for: far above any stock, and yet the sum of it fits a bigint. */
public final class ItemLimits {
  /** Lines of one order. */
  public static final int LINES_MAX = 100;

  /** Units on one line. */
  public static final long QUANTITY_MAX = 1_000_000_000L;

  private ItemLimits() {}
}
