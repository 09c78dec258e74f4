package orders.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import orders.architecture.sample.Filters;
import orders.architecture.sample.SomeOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterRulesTest {
  private static final String FILTER =
      """
      <filter>
        <filter-name>%s</filter-name>
        <filter-class>%s</filter-class>
      </filter>
      """;
  private static final String MAPPING =
      "<filter-mapping><filter-name>%s</filter-name></filter-mapping>";
  private static final String FIRST = FILTER.formatted("first", Filters.First.class.getName());
  private static final String SECOND = FILTER.formatted("second", Filters.Second.class.getName());

  @TempDir private Path folder;

  private boolean isBroken(String descriptor, Class<?>... classes) throws IOException {
    Path file = folder.resolve("web.xml");
    Files.writeString(file, "<web-app>" + descriptor + "</web-app>");
    return FilterRules.everyFilterHasItsPlaceIn(
            SomeOrder.class, SomeOrder.SERVLET_FILTERS, ServletFilters.of(file))
        .evaluate(new ClassFileImporter().importClasses(classes))
        .hasViolation();
  }

  @Test
  void filters_in_their_places_are_left_alone() throws IOException {
    assertThat(
            isBroken(
                FIRST + SECOND + MAPPING.formatted("first") + MAPPING.formatted("second"),
                Filters.InItsPlace.class,
                Filters.First.class,
                Filters.Second.class))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(classes = {Filters.Somewhere.class, Filters.Anywhere.class})
  void a_filter_of_jax_rs_has_a_place(Class<?> filter) throws IOException {
    assertThat(isBroken("", filter)).isTrue();
  }

  @Test
  void a_place_is_for_one_filter() throws IOException {
    assertThat(isBroken("", Filters.InAPlaceThatIsTaken.class)).isFalse();
    assertThat(isBroken("", Filters.InItsPlace.class, Filters.InAPlaceThatIsTaken.class)).isTrue();
  }

  @Test
  void a_servlet_filter_has_a_name_in_a_descriptor_and_is_mapped() throws IOException {
    String mapped = FIRST + MAPPING.formatted("first");
    assertThat(isBroken(mapped, Filters.First.class)).isFalse();
    assertThat(isBroken(mapped, Filters.Second.class)).isTrue();
    assertThat(isBroken(FIRST, Filters.First.class)).isTrue();
    assertThat(isBroken("<!--" + mapped + "-->", Filters.First.class)).isTrue();
  }

  @Test
  void a_servlet_filter_is_mapped_where_the_list_has_it() throws IOException {
    List<String> wrong = List.of("second first", "first first", "first third");
    for (String names : wrong) {
      var descriptor = new StringBuilder(FIRST + SECOND);
      for (String name : names.split(" ")) {
        descriptor.append(MAPPING.formatted(name));
      }
      assertThat(isBroken(descriptor.toString(), Filters.First.class)).as(names).isTrue();
    }
  }

  @Test
  void a_filter_does_not_name_itself() throws IOException {
    Class<?> filter = Filters.NamesItself.class;
    String named = FILTER.formatted("first", filter.getName()) + MAPPING.formatted("first");
    assertThat(isBroken(named, filter)).isTrue();
    assertThat(isBroken("", Filters.Registers.class)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(classes = {Filters.InItsPlace.class, Filters.First.class, Filters.Registers.class})
  void where_no_request_comes_there_is_no_filter(Class<?> sample) {
    assertThat(
            FilterRules.noFilters()
                .evaluate(new ClassFileImporter().importClasses(sample))
                .hasViolation())
        .isTrue();
  }
}
