package orders.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.annotation.Priority;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import orders.http.FilterOrder;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.junit.jupiter.api.Test;

/** The rules of the layout that matter; each is shown to bite on a class that breaks it. */
class ArchitectureTest {
  private static final JavaClasses GATEWAY =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ArchitectureTest.class.getPackageName());

  /** Public for Liberty's sake only: a call past the bean would have no retry and no types. */
  private static final ArchRule A_REST_CLIENT_IS_USED_BY_ITS_OWN_PACKAGE_ALONE =
      noClasses()
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "are REST clients", type -> type.isAnnotatedWith(RegisterRestClient.class)))
          .allowEmptyShould(false);

  private static final ArchRule CONTROL_AND_ENTITY_DO_NOT_KNOW_HTTP =
      noClasses()
          .that()
          .resideInAnyPackage("..orders.control..", "..orders.entity..", "..sample..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta.ws.rs..", "jakarta.servlet..", "orders.http..");

  /** Whoever moves one part must not have to move them all. */
  private static ArchRule noCircleOf(String parts) {
    return slices().matching(parts).should().beFreeOfCycles();
  }

  @Test
  void no_parts_depend_on_each_other_in_a_circle() {
    noCircleOf("orders.gateway.(*)..").check(GATEWAY);
    noCircleOf("orders.gateway.orders.(*)..").check(GATEWAY);

    var samples = new ClassFileImporter().importPackages("orders.gateway.sample");
    assertThat(noCircleOf("orders.gateway.sample.(*)..").evaluate(samples).hasViolation()).isTrue();
  }

  private static final JavaClasses ALL_FILTERS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("orders.gateway", "orders.http");

  private static final DescribedPredicate<JavaClass> ARE_FILTERS =
      DescribedPredicate.describe(
          "are filters of requests",
          type ->
              type.isAssignableTo(ContainerRequestFilter.class)
                  || type.isAssignableTo(ContainerResponseFilter.class));

  private static final ArchRule A_FILTER_HAS_A_PLACE_OF_ITS_OWN =
      classes().that(ARE_FILTERS).should(haveAPlaceOfTheirOwn());

  /** And no two of them the same: JAX-RS would have them in any order. */
  private static ArchCondition<JavaClass> haveAPlaceOfTheirOwn() {
    Map<Integer, String> taken = new HashMap<>();
    return new ArchCondition<>("have a place of their own in FilterOrder") {
      @Override
      public void check(JavaClass filter, ConditionEvents events) {
        Optional<Integer> place =
            filter.tryGetAnnotationOfType(Priority.class).map(Priority::value);
        boolean ofTheList = place.filter(places()::contains).isPresent();
        String other = place.map(it -> taken.putIfAbsent(it, filter.getName())).orElse(null);
        boolean own = other == null || other.equals(filter.getName());
        events.add(
            new SimpleConditionEvent(filter, ofTheList && own, filter.getName() + " has " + place));
      }
    };
  }

  private static List<Integer> places() {
    return Stream.of(FilterOrder.class.getFields())
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

  @Test
  void a_filter_has_a_place_of_its_own_in_the_way_of_a_request() {
    A_FILTER_HAS_A_PLACE_OF_ITS_OWN.check(ALL_FILTERS);

    var sample = new ClassFileImporter().importClasses(orders.gateway.sample.FilterSomewhere.class);
    assertThat(A_FILTER_HAS_A_PLACE_OF_ITS_OWN.evaluate(sample).hasViolation()).isTrue();
  }

  @Test
  void servlet_filters_are_in_the_order_that_is_written_down() throws IOException {
    var filters = new ArrayList<String>();
    for (String file :
        List.of(
            "src/main/webapp/WEB-INF/web.xml",
            "../http-conventions/src/main/resources/META-INF/web-fragment.xml")) {
      Pattern.compile("<filter-mapping>\\s*<filter-name>([^<]+)</filter-name>")
          .matcher(Files.readString(Path.of(file)))
          .results()
          .forEach(mapping -> filters.add(mapping.group(1)));
    }

    assertThat(filters).isEqualTo(FilterOrder.SERVLET_FILTERS);
  }

  private static final ArchRule A_RESOURCE_DOES_NOT_KNOW_THE_DATABASE =
      noClasses()
          .that()
          .areAnnotatedWith(jakarta.ws.rs.Path.class)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(EntityManager.class);

  @Test
  void a_resource_does_not_know_the_database() {
    A_RESOURCE_DOES_NOT_KNOW_THE_DATABASE.check(GATEWAY);

    var sample =
        new ClassFileImporter().importClasses(orders.gateway.sample.ControlThatAnswers.class);
    assertThat(A_RESOURCE_DOES_NOT_KNOW_THE_DATABASE.evaluate(sample).hasViolation()).isTrue();
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

    var sample =
        new ClassFileImporter().importClasses(orders.gateway.sample.ControlThatAnswers.class);
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
    CONTROL_AND_ENTITY_DO_NOT_KNOW_HTTP.check(GATEWAY);

    var sample =
        new ClassFileImporter().importClasses(orders.gateway.sample.ControlThatAnswers.class);
    assertThat(CONTROL_AND_ENTITY_DO_NOT_KNOW_HTTP.evaluate(sample).hasViolation()).isTrue();
  }
}
