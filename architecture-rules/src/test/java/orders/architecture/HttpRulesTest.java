package orders.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import orders.architecture.sample.WithHttp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRulesTest {
  private static final ArchRule ONLY_THE_BOUNDARY =
      HttpRules.onlyTheBoundaryKnowsHttp(WithHttp.Code.class).allowEmptyShould(true);

  private static boolean isBroken(ArchRule rule, Class<?> sample) {
    return rule.evaluate(new ClassFileImporter().importClasses(sample)).hasViolation();
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        WithHttp.OfJaxRs.class,
        WithHttp.OfServlets.class,
        WithHttp.OfTheClient.class,
        WithHttp.OfTheRestClient.class,
        WithHttp.OfOurs.class
      })
  void whatever_is_not_the_boundary_knows_no_http(Class<?> sample) {
    assertThat(isBroken(ONLY_THE_BOUNDARY, sample)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        WithHttp.Core.class,
        WithHttp.Resource.class,
        WithHttp.Resource.Nested.class,
        WithHttp.Everything.class,
        WithHttp.Codes.class,
        WithHttp.Answers.class
      })
  void the_boundary_may_and_a_servlet_context_is_none(Class<?> sample) {
    assertThat(isBroken(ONLY_THE_BOUNDARY, sample)).isFalse();
  }

  @Test
  void a_resource_does_not_know_the_database() {
    assertThat(isBroken(HttpRules.noResourceKnowsTheDatabase(), WithHttp.Resource.class)).isTrue();
  }
}
