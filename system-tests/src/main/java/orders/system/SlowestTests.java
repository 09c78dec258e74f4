package orders.system;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Prints what the whole build waited for longest: the ten suites that took the most time, of all
 * modules, as Surefire and Failsafe wrote it down; and how many tests there were in all.
 */
final class SlowestTests {
  private static final int SHOWN = 10;

  private record Suite(
      String name, double seconds, int tests, int failures, int errors, int skipped) {}

  private SlowestTests() {}

  /**
   * @param arguments the folder of the project, and when the build began: what was written down
   *     before is of another build
   * @throws IOException if a report cannot be read
   * @throws XMLStreamException if a report is none
   */
  public static void main(String[] arguments) throws IOException, XMLStreamException {
    var suites = new ArrayList<Suite>();
    for (Path report : reports(Path.of(arguments[0]), Instant.parse(arguments[1]))) {
      suites.add(read(report));
    }
    if (suites.isEmpty()) {
      return;
    }
    System.out.println("The slowest of " + suites.size() + " suites, in seconds:");
    suites.stream()
        .sorted(Comparator.comparingDouble(Suite::seconds).reversed())
        .limit(SHOWN)
        .forEach(
            suite ->
                System.out.printf(
                    "%8.1f  %s, %d tests%n", suite.seconds(), suite.name(), suite.tests()));
    System.out.printf(
        "Tests run: %d, Failures: %d, Errors: %d, Skipped: %d, in all modules%n",
        sum(suites, Suite::tests),
        sum(suites, Suite::failures),
        sum(suites, Suite::errors),
        sum(suites, Suite::skipped));
  }

  private static int sum(List<Suite> suites, ToIntFunction<Suite> count) {
    return suites.stream().mapToInt(count).sum();
  }

  private static List<Path> reports(Path project, Instant since) throws IOException {
    try (Stream<Path> files =
        Files.find(
            project,
            5,
            (path, attributes) ->
                path.getFileName().toString().matches("TEST-.*\\.xml")
                    && path.getParent().getFileName().toString().endsWith("-reports")
                    && !attributes.lastModifiedTime().toInstant().isBefore(since))) {
      return files.toList();
    }
  }

  private static Suite read(Path report) throws IOException, XMLStreamException {
    try (InputStream file = Files.newInputStream(report)) {
      var xml = XMLInputFactory.newDefaultFactory().createXMLStreamReader(file);
      xml.nextTag();
      return new Suite(
          xml.getAttributeValue(null, "name"),
          Double.parseDouble(xml.getAttributeValue(null, "time")),
          number(xml, "tests"),
          number(xml, "failures"),
          number(xml, "errors"),
          number(xml, "skipped"));
    }
  }

  private static int number(XMLStreamReader xml, String attribute) {
    return Integer.parseInt(xml.getAttributeValue(null, attribute));
  }
}
