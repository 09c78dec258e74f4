package orders.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the documentation names is there: a name that was changed is changed there too. */
class DocumentationTest {
  private static final Path ROOT = Path.of("..");

  /** With two humps, so that a word is not taken for a type. */
  private static final Pattern TYPE =
      Pattern.compile("`([A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+)(?:[.#(][^`]*)?`");

  /** A setting, or an error code. */
  private static final Pattern CONSTANT = Pattern.compile("`([A-Z][A-Z0-9]*_[A-Z0-9_]+)[`=]");

  private static final Pattern FILE =
      Pattern.compile(
          "`([\\w.*-]+(?:/[\\w.*-]+)*/[\\w*-]+\\.(?:java|xml|md|properties|sql|yaml))`");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");
  private static final Pattern PROFILE = Pattern.compile("mvn [^\\n`]*-P(\\w+)");
  private static final Pattern MODULE = Pattern.compile("-pl ([\\w/,-]+)");

  /** A header of HTTP, a type of Java's, a type and a variable of Liberty's. */
  private static final Set<String> FOREIGN =
      Set.of(
          "RateLimit", "NullPointerException", "WebAppRequestDispatcher", "VARIABLE_SOURCE_DIRS");

  private static List<Path> documents;
  private static List<Path> files;

  @BeforeAll
  static void find() throws IOException {
    try (Stream<Path> all = Files.walk(ROOT)) {
      files =
          all.filter(Files::isRegularFile)
              .map(ROOT::relativize)
              .filter(
                  file -> Stream.of("target", ".git", ".embedded").noneMatch(part(file)::contains))
              .toList();
    }
    documents =
        files.stream()
            .filter(file -> file.toString().endsWith(".md"))
            .filter(file -> file.getNameCount() == 1 || file.startsWith("docs"))
            .toList();
    assertThat(documents).hasSizeGreaterThan(20);
  }

  private static Set<String> part(Path file) {
    var parts = new HashSet<String>();
    file.forEach(name -> parts.add(name.toString()));
    return parts;
  }

  private static List<String> named(Pattern what) throws IOException {
    var found = new ArrayList<String>();
    for (Path document : documents) {
      what.matcher(Files.readString(ROOT.resolve(document)))
          .results()
          .map((MatchResult match) -> match.group(1))
          .forEach(found::add);
    }
    assertThat(found).as("the pattern finds what it is for").isNotEmpty();
    return found;
  }

  @Test
  void every_type_that_is_named_exists() throws IOException {
    Set<String> types =
        files.stream()
            .map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith(".java"))
            .map(name -> name.substring(0, name.length() - ".java".length()))
            .collect(Collectors.toCollection(HashSet::new));
    types.addAll(FOREIGN);

    assertThat(types).containsAll(named(TYPE));
  }

  @Test
  void every_setting_and_every_code_that_is_named_exists() throws IOException {
    var sources = new StringBuilder();
    for (Path file : files) {
      if (file.toString().matches(".*/src/main/.*\\.(java|xml|properties|sql|yaml)")) {
        sources.append(Files.readString(ROOT.resolve(file)));
      }
    }
    for (String constant : named(CONSTANT)) {
      boolean found = Pattern.compile("\\b" + constant + "\\b").matcher(sources).find();
      assertThat(found || FOREIGN.contains(constant)).as(constant).isTrue();
    }
  }

  @Test
  void every_file_that_is_named_exists() throws IOException {
    for (String name : named(FILE)) {
      var glob = ROOT.getFileSystem().getPathMatcher("glob:{" + name + ",**/" + name + "}");
      assertThat(files).as(name).anyMatch(glob::matches);
    }
    for (Path document : documents) {
      LINK.matcher(Files.readString(ROOT.resolve(document)))
          .results()
          .forEach(
              link -> assertThat(ROOT.resolve(document).resolveSibling(link.group(1))).exists());
    }
  }

  @Test
  void every_module_and_profile_of_a_command_exists() throws IOException {
    for (String modules : named(MODULE)) {
      for (String module : modules.split(",")) {
        assertThat(ROOT.resolve(module).resolve("pom.xml")).exists();
      }
    }
    var poms = new StringBuilder();
    for (Path file : files) {
      if (file.getFileName().toString().equals("pom.xml")) {
        poms.append(Files.readString(ROOT.resolve(file)));
      }
    }
    for (String profile : named(PROFILE)) {
      assertThat(poms).contains("<id>" + profile + "</id>");
    }
  }
}
