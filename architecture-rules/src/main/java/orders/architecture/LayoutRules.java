package orders.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.Slice;
import java.util.Collection;

/** Who may depend on whom. */
public final class LayoutRules {
  private LayoutRules() {}

  /** Each package a part of its own, the outer one apart from those in it. */
  public static ArchRule noCircleOfPackages() {
    return noCircleOf("orders.(**)");
  }

  /**
   * Whoever changes one part must not have to change them all.
   *
   * @param parts the pattern of their packages
   */
  public static ArchRule noCircleOf(String parts) {
    return CompositeArchRule.of(slices().matching(parts).should().beFreeOfCycles())
        .and(slices().matching(parts).should(beMoreThanOne()));
  }

  /** Or the pattern is wrong, and the rule above would never be broken. */
  private static ArchCondition<Slice> beMoreThanOne() {
    return new ArchCondition<>("be more than one") {
      private int found;

      @Override
      public void init(Collection<Slice> all) {
        found = all.size();
      }

      @Override
      public void check(Slice part, ConditionEvents events) {
        String what = part.getDescription() + " is one of " + found;
        events.add(new SimpleConditionEvent(part, found > 1, what));
      }
    };
  }
}
