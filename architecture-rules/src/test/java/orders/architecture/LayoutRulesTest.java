package orders.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import orders.architecture.sample.SomeOrder;
import orders.architecture.sample.left.Left;
import orders.architecture.sample.right.Right;
import org.junit.jupiter.api.Test;

class LayoutRulesTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern SOURCE =
      Pattern.compile(
          "(?<module>.*)/src/(?<kind>main|test)/java/(?<package>.*)/(?<class>\\w+)\\.java");

  private static boolean isBroken(ArchRule rule, Class<?>... classes) {
    return rule.evaluate(new ClassFileImporter().importClasses(classes)).hasViolation();
  }

  @Test
  void packages_that_depend_on_each_other_are_a_circle() {
    assertThat(isBroken(LayoutRules.noCircleOfPackages(), Left.class, Right.class)).isTrue();
    ArchRule noCircleOfSamples = LayoutRules.noCircleOf("orders.architecture.sample.(*)..");
    assertThat(isBroken(noCircleOfSamples, Left.class, Right.class)).isTrue();
  }

  @Test
  void a_package_that_another_one_depends_on_is_none() {
    assertThat(isBroken(LayoutRules.noCircleOfPackages(), SomeOrder.class, FilterRulesTest.class))
        .isFalse();
  }

  @Test
  void one_package_alone_proves_nothing() {
    assertThat(isBroken(LayoutRules.noCircleOfPackages(), SomeOrder.class)).isTrue();
  }

  @Test
  void every_module_of_more_than_one_package_has_the_rule() throws IOException {
    Map<String, Set<String>> packages = new HashMap<>();
    Set<String> withTheRule = new HashSet<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      for (Path file : files.toList()) {
        Matcher source = SOURCE.matcher(file.toString());
        if (source.matches() && source.group("kind").equals("main")) {
          packages
              .computeIfAbsent(source.group("module"), module -> new HashSet<>())
              .add(source.group("package"));
        } else if (source.matches()
            && source.group("class").equals("ArchitectureTest")
            && Files.readString(file).contains("noCircleOfPackages().check(")) {
          withTheRule.add(source.group("module"));
        }
      }
    }
    packages.values().removeIf(ofAModule -> ofAModule.size() == 1);

    assertThat(withTheRule).isNotEmpty().hasSameElementsAs(packages.keySet());
  }
}
