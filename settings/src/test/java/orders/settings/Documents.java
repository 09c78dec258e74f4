package orders.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The project's documents, and the files that they are about. */
final class Documents {
  private static final Path ROOT = Path.of("..");

  /** What a build or a run makes, and what is not the project's. */
  private static final List<Path> NO_SOURCES =
      Stream.of("target", ".git", ".embedded").map(Path::of).toList();

  /** From the root. */
  static final List<Path> FILES = files();

  private static final List<Path> DOCUMENTS =
      FILES.stream()
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> file.getNameCount() == 1 || file.startsWith("docs"))
          .toList();

  /** What is not in the sources, and what in them says that it will be made. */
  private static final Pattern MADE = Pattern.compile("(?<![^/])(?:target|\\.embedded)(?:/.*)?$");

  private static final String MAKERS = textOf("(?:.*/)?(?:pom\\.xml|src/main/java/.*\\.java)");

  private Documents() {}

  private static List<Path> files() {
    try (Stream<Path> all = Files.walk(ROOT)) {
      return all.filter(Files::isRegularFile)
          .map(ROOT::relativize)
          .filter(
              file ->
                  StreamSupport.stream(file.spliterator(), false).noneMatch(NO_SOURCES::contains))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(ROOT.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All of those whose path matches. */
  static String textOf(String path) {
    return FILES.stream()
        .filter(file -> file.toString().matches(path))
        .map(Documents::text)
        .collect(Collectors.joining());
  }

  /**
   * @param path of a file or folder, or the end of one; it may have asterisks
   * @return whether it is there, or will be after a build or a run
   */
  static boolean has(String path) {
    String name = path.replaceFirst("/$", "");
    Matcher made = MADE.matcher(name);
    if (made.find()) {
      return MAKERS.contains(made.group());
    }
    var glob = ROOT.getFileSystem().getPathMatcher("glob:{%1$s,**/%1$s}".formatted(name));
    return FILES.stream()
        .flatMap(file -> Stream.iterate(file, Objects::nonNull, Path::getParent))
        .anyMatch(glob::matches);
  }

  /**
   * @param what is looked for in each document
   * @return where it is found, at least once
   */
  static List<MatchResult> named(Pattern what) {
    List<MatchResult> found =
        DOCUMENTS.stream().flatMap(document -> what.matcher(text(document)).results()).toList();
    assertThat(found).as(what.pattern()).isNotEmpty();
    return found;
  }

  /**
   * @param link a group of which is the path of another file, seen from the document
   */
  static Stream<Path> linked(Pattern link) {
    return DOCUMENTS.stream()
        .flatMap(
            document ->
                link.matcher(text(document))
                    .results()
                    .map(match -> ROOT.resolve(document).resolveSibling(match.group(1))));
  }
}
