package orders.system.benchmark;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import orders.system.benchmark.Benchmark.Measurement;

/** The figures of a run, as a table and as a picture. */
final class BenchmarkReport {
  private static final int WIDTH = 760;
  private static final int ROW = 34;
  private static final int LABEL = 150;

  private final String form;
  private final String warmUp;
  private final Map<String, List<Measurement>> byWorkload;
  private final Map<String, Long> residentMib;
  private final List<String> wrong;

  /**
   * @param form short or long
   * @param warmUp how it went
   * @param measurements in the order in which they were made
   * @param residentMib at the end, by the process
   * @param wrong what does not add up
   */
  BenchmarkReport(
      String form,
      String warmUp,
      List<Measurement> measurements,
      Map<String, Long> residentMib,
      List<String> wrong) {
    this.form = form;
    this.warmUp = warmUp;
    this.residentMib = residentMib;
    this.wrong = wrong;
    byWorkload =
        measurements.stream()
            .collect(groupingBy(Measurement::workload, LinkedHashMap::new, toList()));
  }

  /**
   * Also prints it.
   *
   * @param folder that is made if it is not there
   */
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    String table = table();
    Files.writeString(folder.resolve("report.md"), table);
    Files.writeString(folder.resolve("rates.svg"), picture());
    System.out.println(table);
    System.out.println("Written to " + folder);
  }

  private String table() {
    var lines = new StringBuilder();
    lines.append(
        """
        # Benchmark (%s)

        %d cores, Java %s, %d clients. Warm-up: %s.

        Minimum / median / maximum of the rounds. CPU is in milliseconds for one request, of all processes here: the server, PostgreSQL, Redis and
        the load generator. Other load is in cores, of what is not part of this benchmark.

        | workload | a second | of the limit | p50 ms | p99 ms | CPU | of it server | PostgreSQL | commits | WAL syncs | GC %% | other load | answers |
        | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
        """
            .formatted(
                form,
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().feature(),
                Benchmark.CLIENTS,
                warmUp));
    double limit = median("sql", each -> each.result().perSecond());
    byWorkload.forEach(
        (name, all) ->
            lines.append(
                line(
                    "| %s | %s | %.2f | %s | %s | %s | %.2f | %.2f | %.2f | %.2f | %.1f | %.2f | %s |%n",
                    name,
                    spread(all, each -> each.result().perSecond(), "%.0f"),
                    median(name, each -> each.result().perSecond()) / limit,
                    spread(all, each -> each.result().millis(50), "%.1f"),
                    spread(all, each -> each.result().millis(99), "%.1f"),
                    spread(
                        all, each -> perRequest(each, each.usage().ownCpuSeconds() * 1e3), "%.2f"),
                    median(name, each -> perRequest(each, cpuMillis(each, "server"))),
                    median(name, each -> perRequest(each, cpuMillis(each, "postgres"))),
                    median(name, each -> perRequest(each, (double) each.usage().commits())),
                    median(name, each -> perRequest(each, (double) each.usage().walSyncs())),
                    median(name, each -> 100 * each.usage().gcSeconds() / each.result().seconds()),
                    median(name, BenchmarkReport::otherCores),
                    answers(all))));
    lines.append("\nResident memory at the end, MiB, without what is shared: ");
    lines.append(residentMib).append(".\n\n");
    lines.append(
        wrong.isEmpty()
            ? "Every key made one order, one reservation and one charge; the reconciler found nothing.\n"
            : "WRONG: " + String.join("; ", wrong) + "\n");
    return lines.toString();
  }

  private static double perRequest(Measurement measurement, double all) {
    return all / measurement.result().latencies().getTotalCount();
  }

  private static double cpuMillis(Measurement measurement, String process) {
    return measurement.usage().cpuSeconds().get(process) * 1e3;
  }

  private static double otherCores(Measurement measurement) {
    double others = measurement.usage().machineCpuSeconds() - measurement.usage().ownCpuSeconds();
    return Math.max(0, others) / measurement.result().seconds();
  }

  private static String answers(List<Measurement> all) {
    var sum = new LinkedHashMap<Integer, Long>();
    all.forEach(
        each ->
            each.result()
                .statuses()
                .forEach((status, count) -> sum.merge(status, count, Long::sum)));
    return sum.toString();
  }

  private static String spread(
      List<Measurement> all, ToDoubleFunction<Measurement> figure, String format) {
    double[] sorted = all.stream().mapToDouble(figure).sorted().toArray();
    return String.join(
        " / ",
        line(format, sorted[0]),
        line(format, sorted[sorted.length / 2]),
        line(format, sorted[sorted.length - 1]));
  }

  private double median(String workload, ToDoubleFunction<Measurement> figure) {
    double[] sorted = byWorkload.get(workload).stream().mapToDouble(figure).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** A bar for each workload, as long as its median, and a line from its minimum to its maximum. */
  private String picture() {
    double most =
        byWorkload.values().stream()
            .flatMap(List::stream)
            .mapToDouble(each -> each.result().perSecond())
            .max()
            .orElse(1);
    double scale = (WIDTH - LABEL - 70) / most;
    var bars = new StringBuilder();
    int y = 40;
    for (var each : byWorkload.entrySet()) {
      double[] rates =
          each.getValue().stream()
              .mapToDouble(measured -> measured.result().perSecond())
              .sorted()
              .toArray();
      double median = rates[rates.length / 2];
      bars.append(
          line(
              """
              <text x="%d" y="%d" text-anchor="end">%s</text>
              <rect x="%d" y="%d" width="%.1f" height="18" class="%s"/>
              <line x1="%.1f" x2="%.1f" y1="%d" y2="%d"/>
              <text x="%.1f" y="%d">%.0f</text>
              """,
              LABEL - 8,
              y + 14,
              each.getKey(),
              LABEL,
              y,
              median * scale,
              each.getKey().equals("sql") ? "limit" : "ours",
              LABEL + rates[0] * scale,
              LABEL + rates[rates.length - 1] * scale,
              y + 9,
              y + 9,
              LABEL + rates[rates.length - 1] * scale + 6,
              y + 14,
              median));
      y += ROW;
    }
    return line(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13" role="img">
        <title>Requests a second, by workload</title>
        <style>
          text { fill: #24292f } .ours { fill: #0969da } .limit { fill: #8c959f } line { stroke: #24292f; stroke-width: 1.5 }
          @media (prefers-color-scheme: dark) {
            text { fill: #e6edf3 } .ours { fill: #4493f8 } .limit { fill: #6e7681 } line { stroke: #e6edf3 }
          }
        </style>
        <text x="%d" y="22" font-weight="bold">Requests a second: median, and from minimum to maximum</text>
        %s</svg>
        """,
        WIDTH, y + 10, LABEL, bars);
  }
}
