package orders.value;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The value of {@code INITIAL_STOCK}, as the check at start and inventory both read it. */
public final class InitialStock {

  /** One SKU and its units. */
  public static final Pattern ENTRY = Pattern.compile("(" + Sku.PATTERN + ")=([0-9]{1,9})");

  private InitialStock() {}

  /**
   * @param value {@code SKU=UNITS}, with commas between
   * @return units by SKU, in the order of the value
   * @throws IllegalArgumentException if it is not of that form, or has a SKU more than once
   */
  public static Map<String, Long> of(String value) {
    var units = new LinkedHashMap<String, Long>();
    for (String entry : CommaSeparated.of(value)) {
      var match = ENTRY.matcher(entry);
      if (!match.matches()) {
        throw new IllegalArgumentException("it must not have '" + entry + "'");
      }
      MatchResult parts = match.toMatchResult();
      if (units.put(parts.group(1), Long.valueOf(parts.group(2))) != null) {
        throw new IllegalArgumentException("it names " + parts.group(1) + " more than once");
      }
    }
    return units;
  }
}
