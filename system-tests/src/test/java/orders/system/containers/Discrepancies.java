package orders.system.containers;

import java.util.List;
import java.util.regex.Pattern;

/** The lines of the reconciler that each tell of something that does not add up. */
final class Discrepancies {
  private static final Pattern LINE =
      Pattern.compile("(?<key>\\S+): (order \\S+, key|key|SKU) \\S+ .*");

  /** It came after the backup of the orders, and before that of stock or charges. */
  private static final Pattern WITHOUT_ORDER =
      Pattern.compile("(?<key>\\S+): key \\S+ belongs to no order, .*");

  private final List<String> lines;

  /**
   * @param verdict of the reconciler
   */
  Discrepancies(Ended verdict) {
    lines = verdict.output().lines().filter(line -> LINE.matcher(line).matches()).toList();
  }

  /**
   * @return all of them
   */
  List<String> lines() {
    return lines;
  }

  /**
   * @return those that are about more than stock or money which belongs to no order
   */
  List<String> ofKnownOrders() {
    return lines.stream().filter(line -> !WITHOUT_ORDER.matcher(line).matches()).toList();
  }
}
