package orders.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the documentation names is there: a name that was changed is changed there too. */
class DocumentationTest {

  /** Any capitalised word; and perhaps a member of that type. */
  private static final Pattern TYPE =
      Pattern.compile("`([A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)*)(?:[.#](\\w+)[^`]*|\\([^`]*)?`");

  /** A setting, or an error code. */
  private static final Pattern CONSTANT = Pattern.compile("`([A-Z][A-Z0-9]*_[A-Z0-9_]+)[`=]");

  /** A file or a folder; a name that begins with a digit is an address or a rate. */
  private static final Pattern PATH =
      Pattern.compile(
          "`((?!\\d)(?:[\\w.*-]+/)+[\\w.*-]*|[\\w*-]+\\.(?:java|xml|md|properties|sql|yaml))`");

  /** One of the folders in the README's list of them. */
  private static final Pattern MODULE = Pattern.compile("(?m)^ {4}([a-z-]+/) ");

  private static final Pattern PACKAGE = Pattern.compile("`(orders(?:\\.[a-z]+)+)`");

  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");

  /** Headers of HTTP, types of Java's and of Liberty's. */
  private static final Set<String> FOREIGN_TYPES =
      Set.of(
          "Accept",
          "Allow",
          "Authorization",
          "Host",
          "Location",
          "Origin",
          "RateLimit",
          "NullPointerException",
          "Statement",
          "WebAppRequestDispatcher");

  /** A variable of Liberty's. */
  private static final Set<String> FOREIGN_CONSTANTS = Set.of("VARIABLE_SOURCE_DIRS");

  /** A path of the API, and a setting of MicroProfile's. */
  private static final Set<String> NO_PATHS =
      Set.of("cancel/", "CircuitBreaker/requestVolumeThreshold");

  @Test
  void every_type_that_is_named_exists_and_has_the_member() {
    for (MatchResult type : Documents.named(TYPE)) {
      String name = type.group(1);
      if (!FOREIGN_TYPES.contains(name)) {
        String source = Documents.textOf("(?:.*/)?%s\\.java".formatted(name));
        assertThat(source).as(type.group()).isNotEmpty();
        if (type.group(2) != null) {
          boolean declared = declarationOf(type.group(2)).matcher(source).find();
          assertThat(declared).as(type.group()).isTrue();
        }
      }
    }
  }

  /** As the formatter indents it; and not a call, which comes after more than a type. */
  private static Pattern declarationOf(String member) {
    return Pattern.compile("(?m)^  (?! |/|\\*)[^=(\n]*\\b" + member + "\\b *(?:[(=;,<{]|$)");
  }

  @Test
  void every_setting_and_every_code_that_is_named_exists() {
    String sources =
        Documents.textOf("compose\\.yml|.*/src/main/.*\\.(java|xml|properties|sql|yaml)");
    for (MatchResult constant : Documents.named(CONSTANT)) {
      if (!FOREIGN_CONSTANTS.contains(constant.group(1))) {
        boolean found = Pattern.compile("\\b" + constant.group(1) + "\\b").matcher(sources).find();
        assertThat(found).as(constant.group()).isTrue();
      }
    }
  }

  @Test
  void every_file_and_folder_that_is_named_exists() {
    for (Pattern kind : List.of(PATH, MODULE)) {
      for (MatchResult path : Documents.named(kind)) {
        if (!NO_PATHS.contains(path.group(1))) {
          assertThat(Documents.has(path.group(1))).as(path.group()).isTrue();
        }
      }
    }
    for (MatchResult name : Documents.named(PACKAGE)) {
      String folder = "java/" + name.group(1).replace('.', '/');
      assertThat(Documents.has(folder)).as(name.group()).isTrue();
    }
    assertThat(Documents.linked(LINK)).isNotEmpty().allSatisfy(file -> assertThat(file).exists());
  }
}
