package orders.value;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The value of {@code INITIAL_STOCK}.
 *
 * @param units by SKU, in the order of the value
 */
public record InitialStock(Map<String, Long> units) {

  /** With the embedded PostgreSQL: the first order of a new system finds something to buy. */
  public static final String OF_A_NEW_SYSTEM = "SKU1=50";

  private static final Pattern ENTRY = Pattern.compile("(" + Sku.PATTERN + ")=([0-9]{1,9})");

  /**
   * @param value {@code SKU=UNITS}, with commas between
   * @return the units
   * @throws IllegalArgumentException if it is not of that form, or has a SKU more than once: there
   *     would be as much of it as the first says
   */
  public static InitialStock of(String value) {
    var units = new LinkedHashMap<String, Long>();
    for (String entry : CommaSeparated.of(value)) {
      var match = ENTRY.matcher(entry);
      if (!match.matches()) {
        throw new IllegalArgumentException("it must not have '" + entry + "'");
      }
      if (units.put(match.group(1), Long.valueOf(match.group(2))) != null) {
        throw new IllegalArgumentException("it names " + match.group(1) + " more than once");
      }
    }
    return new InitialStock(units);
  }
}
