package orders.system;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jacoco.core.analysis.Analyzer;
import org.jacoco.core.analysis.CoverageBuilder;
import org.jacoco.core.analysis.IBundleCoverage;
import org.jacoco.core.analysis.ICounter;
import org.jacoco.core.tools.ExecFileLoader;
import org.jacoco.report.DirectorySourceFileLocator;
import org.jacoco.report.FileMultiReportOutput;
import org.jacoco.report.MultiSourceFileLocator;
import org.jacoco.report.html.HTMLFormatter;

/**
 * Prints how much of the product the tests of the whole build ran, of all modules and in all
 * processes; a server that was killed told nothing of itself. The lines are shown in {@code
 * target/coverage}.
 */
final class Coverage {
  private static final String SOURCES = "src/main/java";

  /** Their {@code src/main} is what tests stand on. */
  private static final Set<String> OF_TESTS = Set.of("architecture-rules", "system-tests");

  private Coverage() {}

  /**
   * @param arguments the folder of the project, when the build began, and the least share of lines
   * @throws IOException if what was written down cannot be read
   */
  public static void main(String[] arguments) throws IOException {
    Path project = Path.of(arguments[0]);
    var ran = new ExecFileLoader();
    for (Path file : writtenSince(Instant.parse(arguments[1]), project)) {
      ran.load(file.toFile());
    }
    if (ran.getExecutionDataStore().getContents().isEmpty()) {
      return;
    }
    var found = new CoverageBuilder();
    var analyzer = new Analyzer(ran.getExecutionDataStore(), found);
    var sources = new MultiSourceFileLocator(4);
    for (Path module : modulesOfTheProduct(project)) {
      analyzer.analyzeAll(module.resolve("target/classes").toFile());
      File folder = module.resolve(SOURCES).toFile();
      sources.add(new DirectorySourceFileLocator(folder, "UTF-8", 4));
    }
    IBundleCoverage bundle = found.getBundle("orders");
    show(bundle, ran, sources, project.resolve("target/coverage"));
    ICounter lines = bundle.getLineCounter();
    System.out.printf(
        "Coverage: %.1f %% of %d lines, %.1f %% of %d branches; see target/coverage/index.html%n",
        100 * lines.getCoveredRatio(),
        lines.getTotalCount(),
        100 * bundle.getBranchCounter().getCoveredRatio(),
        bundle.getBranchCounter().getTotalCount());
    if (lines.getCoveredRatio() < Double.parseDouble(arguments[2])) {
      throw new IllegalStateException("the tests run less than " + arguments[2] + " of the lines");
    }
  }

  private static void show(
      IBundleCoverage bundle, ExecFileLoader ran, MultiSourceFileLocator sources, Path folder)
      throws IOException {
    var report = new HTMLFormatter().createVisitor(new FileMultiReportOutput(folder.toFile()));
    report.visitInfo(
        ran.getSessionInfoStore().getInfos(), ran.getExecutionDataStore().getContents());
    report.visitBundle(bundle, sources);
    report.visitEnd();
  }

  private static List<Path> writtenSince(Instant begin, Path project) throws IOException {
    try (Stream<Path> files =
        Files.find(
            project,
            4,
            (path, attributes) ->
                path.endsWith("target/jacoco.exec")
                    && !attributes.lastModifiedTime().toInstant().isBefore(begin))) {
      return files.toList();
    }
  }

  private static List<Path> modulesOfTheProduct(Path project) throws IOException {
    try (Stream<Path> folders =
        Files.find(project, 2, (path, attributes) -> Files.isDirectory(path.resolve(SOURCES)))) {
      return folders.filter(module -> !OF_TESTS.contains(module.getFileName().toString())).toList();
    }
  }
}
