package orders.value;

import java.util.regex.Pattern;

/** What a stock keeping unit may be called, at the gateway, in inventory and in settings. */
public final class Sku {

  /** In upper case; the tables of inventory check the same. */
  public static final Pattern PATTERN = Pattern.compile("[A-Z0-9_-]{3,32}");

  private Sku() {}
}
