package orders.architecture;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.annotation.Priority;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletContext;
import jakarta.servlet.annotation.WebFilter;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a filter stands in the way of a request is said in one list. */
public final class FilterRules {
  private static final DescribedPredicate<JavaClass> ARE_JAX_RS_FILTERS =
      assignableTo(ContainerRequestFilter.class)
          .or(assignableTo(ContainerResponseFilter.class))
          .as("are filters of JAX-RS");

  private static final DescribedPredicate<JavaClass> ARE_SERVLET_FILTERS =
      assignableTo(Filter.class).as("are servlet filters");

  /** Those have no order: the server takes them as it finds them. */
  private static final ArchRule NO_FILTER_NAMES_ITSELF =
      noClasses()
          .should()
          .beAnnotatedWith(WebFilter.class)
          .orShould()
          .callMethodWhere(
              target(name("addFilter")).and(target(owner(assignableTo(ServletContext.class)))));

  private FilterRules() {}

  /**
   * @param order whose numbers are the places of JAX-RS filters
   * @param servletFilters the names of the servlet filters, in order
   * @param descriptors what the server reads of them
   */
  public static ArchRule everyFilterHasItsPlaceIn(
      Class<?> order, List<String> servletFilters, ServletFilters descriptors) {
    ArchRule jaxRs =
        classes()
            .that(ARE_JAX_RS_FILTERS)
            .should(haveAPlaceOfTheirOwnIn(order))
            .allowEmptyShould(true);
    ArchRule servlets =
        classes()
            .that(ARE_SERVLET_FILTERS)
            .should(beMappedInTheOrderOf(servletFilters, descriptors))
            .allowEmptyShould(true);
    return CompositeArchRule.of(jaxRs).and(servlets).and(NO_FILTER_NAMES_ITSELF);
  }

  /** For an application that no request is for. */
  public static ArchRule noFilters() {
    ArchRule none =
        noClasses().should(be(ARE_JAX_RS_FILTERS.or(ARE_SERVLET_FILTERS))).as("no filters");
    return CompositeArchRule.of(none).and(NO_FILTER_NAMES_ITSELF);
  }

  /** And no two of them the same: JAX-RS would have them in any order. */
  private static ArchCondition<JavaClass> haveAPlaceOfTheirOwnIn(Class<?> order) {
    List<Integer> places = places(order);
    Map<Integer, String> taken = new HashMap<>();
    return new ArchCondition<>("have a place of their own in " + order.getSimpleName()) {
      @Override
      public void check(JavaClass filter, ConditionEvents events) {
        Optional<Integer> place =
            filter.tryGetAnnotationOfType(Priority.class).map(Priority::value);
        boolean ofTheList = place.filter(places::contains).isPresent();
        boolean own =
            place
                .map(it -> taken.computeIfAbsent(it, free -> filter.getName()))
                .filter(filter.getName()::equals)
                .isPresent();
        String what = filter.getName() + " has " + place;
        events.add(new SimpleConditionEvent(filter, ofTheList && own, what));
      }
    };
  }

  private static List<Integer> places(Class<?> order) {
    return Stream.of(order.getFields())
        .filter(field -> field.getType() == int.class)
        .map(
            field -> {
              try {
                return field.getInt(null);
              } catch (IllegalAccessException e) {
                throw new AssertionError(e);
              }
            })
        .toList();
  }

  private static ArchCondition<JavaClass> beMappedInTheOrderOf(
      List<String> names, ServletFilters descriptors) {
    return new ArchCondition<>("be mapped in web.xml or web-fragment.xml, in order") {
      @Override
      public void check(JavaClass filter, ConditionEvents events) {
        Optional<String> name = descriptors.nameOf(filter.getName());
        boolean named = name.filter(names::contains).isPresent();
        String what = filter.getName() + " is mapped as " + name;
        events.add(new SimpleConditionEvent(filter, named, what));
      }

      @Override
      public void finish(ConditionEvents events) {
        List<String> mapped = descriptors.inOrder();
        List<String> expected = names.stream().filter(mapped::contains).toList();
        String what = "mapped are " + mapped;
        events.add(new SimpleConditionEvent(mapped, mapped.equals(expected), what));
      }
    };
  }
}
