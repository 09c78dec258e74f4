package orders.payments;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.Path;
import orders.architecture.FilterRules;
import orders.architecture.LayoutRules;
import orders.architecture.Product;
import orders.architecture.ServletFilters;
import orders.http.FilterOrder;
import org.junit.jupiter.api.Test;

/** The rules of the layout that matter; each is shown to bite on a class that breaks it. */
class ArchitectureTest {
  private static final JavaClasses SERVICE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ArchitectureTest.class.getPackageName());

  private static final JavaClasses SAMPLE =
      new ClassFileImporter().importPackages("orders.payments.sample");

  private static final ArchRule THE_CORE_DOES_NOT_KNOW_HTTP =
      noClasses()
          .that()
          .haveSimpleNameStartingWith("Cashier")
          .or()
          .haveSimpleNameEndingWith("Table")
          .or()
          .haveSimpleNameEndingWith("Provider")
          .or()
          .haveSimpleNameStartingWith("BackgroundSettlement")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta.ws.rs..", "jakarta.servlet..", "orders.http..");

  private static final ArchRule A_RESOURCE_DOES_NOT_KNOW_THE_DATABASE =
      noClasses()
          .that()
          .areAnnotatedWith(Path.class)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(EntityManager.class);

  @Test
  void no_packages_depend_on_each_other_in_a_circle() {
    LayoutRules.noCircleOfPackages().check(SERVICE);
  }

  @Test
  void the_core_does_not_know_http() {
    THE_CORE_DOES_NOT_KNOW_HTTP.check(SERVICE);

    assertThat(THE_CORE_DOES_NOT_KNOW_HTTP.evaluate(SAMPLE).hasViolation()).isTrue();
  }

  @Test
  void a_resource_does_not_know_the_database() {
    A_RESOURCE_DOES_NOT_KNOW_THE_DATABASE.check(SERVICE);

    assertThat(A_RESOURCE_DOES_NOT_KNOW_THE_DATABASE.evaluate(SAMPLE).hasViolation()).isTrue();
  }

  @Test
  void every_filter_takes_its_place_from_the_list() {
    FilterRules.everyFilterHasItsPlaceIn(
            FilterOrder.class, FilterOrder.SERVLET_FILTERS, ServletFilters.ofThisModule())
        .check(Product.ofThisModuleAndThoseBelow());
  }
}
