package orders;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import orders.architecture.FilterRules;
import orders.architecture.LayoutRules;
import orders.architecture.Product;
import orders.architecture.ServletFilters;
import orders.http.FilterOrder;
import org.junit.jupiter.api.Test;

/** The rules of what every service has; each is shown to bite on classes that break it. */
class ArchitectureTest {
  private static final JavaClasses CONVENTIONS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(
              "orders.http",
              "orders.database",
              "orders.background",
              "orders.context",
              "orders.json");

  /** What works in the background, or on the database, is asked for by no request alone. */
  private static ArchRule noHttpIn(String... packages) {
    return noClasses()
        .that()
        .resideInAnyPackage(packages)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta.ws.rs..", "jakarta.servlet.http..", "orders.http..");
  }

  @Test
  void no_packages_depend_on_each_other_in_a_circle() {
    LayoutRules.noCircleOfPackages().check(Product.ofThisModule());
  }

  @Test
  void what_is_not_http_knows_none() {
    noHttpIn("orders.database..", "orders.background..", "orders.context..", "orders.json..")
        .check(CONVENTIONS);

    assertThat(noHttpIn("orders.http..").evaluate(CONVENTIONS).hasViolation()).isTrue();
  }

  @Test
  void every_filter_takes_its_place_from_the_list() {
    FilterRules.everyFilterHasItsPlaceIn(
            FilterOrder.class, FilterOrder.SERVLET_FILTERS, ServletFilters.ofThisModule())
        .check(Product.ofThisModuleAndThoseBelow());
  }
}
