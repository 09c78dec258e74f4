package orders.reconciler;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What was found, at most so many of each rule: one kind of fault, however frequent, hides none.
 */
final class Findings {
  static final int OF_A_RULE_MAX = 1000;

  private final List<Finding> kept = new ArrayList<>();
  private final Map<Rule, Integer> counts = new EnumMap<>(Rule.class);

  void addAll(Collection<Finding> findings) {
    findings.forEach(this::add);
  }

  void add(Finding finding) {
    if (counts.merge(finding.rule(), 1, Integer::sum) <= OF_A_RULE_MAX) {
      kept.add(finding);
    }
  }

  /** In the order in which they were found. */
  List<Finding> kept() {
    return List.copyOf(kept);
  }

  /** How many of each rule there are beyond those that are kept. */
  Map<Rule, Integer> more() {
    var more = new EnumMap<Rule, Integer>(Rule.class);
    counts.forEach(
        (rule, count) -> {
          if (count > OF_A_RULE_MAX) {
            more.put(rule, count - OF_A_RULE_MAX);
          }
        });
    return more;
  }
}
