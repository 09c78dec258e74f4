package orders.gateway;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import orders.architecture.FilterRules;
import orders.architecture.HttpRules;
import orders.architecture.LayoutRules;
import orders.architecture.Product;
import orders.architecture.ServletFilters;
import orders.http.FilterOrder;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.junit.jupiter.api.Test;

/** The rules of the layout that hold here; those that are only here are shown to bite. */
class ArchitectureTest {
  private static final JavaClasses GATEWAY = Product.ofThisModule();

  /** Public for Liberty's sake only: a call past the bean would have no retry and no types. */
  private static final ArchRule A_REST_CLIENT_IS_USED_BY_ITS_OWN_PACKAGE_ALONE =
      noClasses()
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "are REST clients", type -> type.isAnnotatedWith(RegisterRestClient.class)))
          .allowEmptyShould(false);

  @Test
  void no_parts_depend_on_each_other_in_a_circle() {
    LayoutRules.noCircleOfPackages().check(GATEWAY);
    LayoutRules.noCircleOf("orders.gateway.(*)..").check(GATEWAY);
    LayoutRules.noCircleOf("orders.gateway.orders.(*)..").check(GATEWAY);
  }

  @Test
  void every_filter_takes_its_place_from_the_list() {
    FilterRules.everyFilterHasItsPlaceIn(
            FilterOrder.class, FilterOrder.SERVLET_FILTERS, ServletFilters.ofThisModule())
        .check(Product.ofThisModuleAndThoseBelow());
  }

  @Test
  void every_servlet_filter_of_the_list_is_there() {
    assertThat(ServletFilters.ofThisModule().inOrder()).isEqualTo(FilterOrder.SERVLET_FILTERS);
  }

  @Test
  void no_resource_knows_the_database() {
    HttpRules.noResourceKnowsTheDatabase().check(GATEWAY);
  }

  /** A gateway's clock may be an hour off: times are the database's, here only time goes by. */
  private static final ArchRule NOBODY_ASKS_THE_GATEWAYS_CLOCK =
      noClasses()
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .callMethod(OffsetDateTime.class, "now")
          .orShould()
          .callMethod(ZonedDateTime.class, "now")
          .orShould()
          .callConstructor(Date.class);

  @Test
  void nobody_asks_the_gateways_clock() {
    NOBODY_ASKS_THE_GATEWAYS_CLOCK.check(GATEWAY);

    var sample = new ClassFileImporter().importClasses(orders.gateway.sample.AsksTheClock.class);
    assertThat(NOBODY_ASKS_THE_GATEWAYS_CLOCK.evaluate(sample).hasViolation()).isTrue();
  }

  @Test
  void a_rest_client_is_used_by_its_own_package_alone() {
    DescribedPredicate<JavaClass> besideNoClient =
        DescribedPredicate.describe(
            "are in a package without a REST client",
            type ->
                type.getPackage().getClasses().stream()
                    .noneMatch(other -> other.isAnnotatedWith(RegisterRestClient.class)));
    A_REST_CLIENT_IS_USED_BY_ITS_OWN_PACKAGE_ALONE.check(GATEWAY.that(besideNoClient));

    assertThat(A_REST_CLIENT_IS_USED_BY_ITS_OWN_PACKAGE_ALONE.evaluate(GATEWAY).hasViolation())
        .as("bites on the package's own bean")
        .isTrue();
  }

  @Test
  void control_and_entity_do_not_know_http() {
    HttpRules.noHttpIn(resideInAnyPackage("..orders.control..", "..orders.entity.."))
        .check(GATEWAY);
  }
}
