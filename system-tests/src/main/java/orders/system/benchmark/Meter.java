package orders.system.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import orders.system.fixture.Http;
import orders.system.fixture.RunningSystem;
import orders.system.fixture.SystemUnderTest;

/** Reads what the processes have used until now; Linux's /proc has it. */
final class Meter {

  /** In which /proc counts: USER_HZ is 100 on every architecture that OpenJDK runs on. */
  private static final double TICKS_PER_SECOND = 100;

  private static final Pattern GC_SECONDS =
      Pattern.compile("(?m)^gc_time(?:_seconds)?(?:_total)?\\{[^}]*} (\\S+)");

  /**
   * What has been used since the beginning.
   *
   * @param cpuSeconds by the process: server, postgres, redis, load
   * @param machineCpuSeconds of everything that runs on this machine
   * @param commits of the three databases
   * @param walSyncs of PostgreSQL
   * @param gcSeconds in which the server's garbage collector stopped it
   */
  record Usage(
      Map<String, Double> cpuSeconds,
      double machineCpuSeconds,
      long commits,
      long walSyncs,
      double gcSeconds) {

    /**
     * @param before usage at an earlier time
     * @return what was used since
     */
    Usage since(Usage before) {
      var cpu = new LinkedHashMap<String, Double>();
      cpuSeconds.forEach((name, now) -> cpu.put(name, now - before.cpuSeconds.get(name)));
      return new Usage(
          cpu,
          machineCpuSeconds - before.machineCpuSeconds,
          commits - before.commits,
          walSyncs - before.walSyncs,
          gcSeconds - before.gcSeconds);
    }

    /**
     * @return CPU seconds of the processes that are part of the benchmark
     */
    double ownCpuSeconds() {
      return cpuSeconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }
  }

  private final RunningSystem running;
  private final Map<String, Supplier<Stream<ProcessHandle>>> processes = new LinkedHashMap<>();

  /**
   * @param running all in one server
   * @param load the process of the load generator
   */
  Meter(RunningSystem running, ProcessHandle load) {
    this.running = running;
    ProcessHandle server = ProcessHandle.of(running.servers.get("orders").pid()).orElseThrow();
    ProcessHandle postgres = running.postgres();
    processes.put("server", () -> Stream.of(server));
    // its backends come and go; those of the pools stay
    processes.put("postgres", () -> Stream.concat(Stream.of(postgres), postgres.descendants()));
    processes.put("redis", () -> Stream.of(running.redis()));
    processes.put("load", () -> Stream.of(load));
  }

  Usage usage() throws SQLException {
    var cpu = new LinkedHashMap<String, Double>();
    processes.forEach(
        (name, handles) ->
            cpu.put(
                name, handles.get().map(ProcessHandle::pid).mapToDouble(Meter::cpuSeconds).sum()));
    String metrics = Http.get(running.management.resolve("/metrics")).text();
    try (Connection connection = running.connectAsSuperuser()) {
      return new Usage(
          cpu,
          machineCpuSeconds(),
          SystemUnderTest.number(
              connection,
              "select sum(xact_commit) from pg_stat_database"
                  + " where datname in ('orders', 'inventory', 'payments')"),
          SystemUnderTest.number(
              connection, "select sum(fsyncs) from pg_stat_io where object = 'wal'"),
          GC_SECONDS
              .matcher(metrics)
              .results()
              .mapToDouble(found -> Double.parseDouble(found.group(1)))
              .sum());
    }
  }

  /**
   * @return resident MiB now, by the process
   */
  Map<String, Long> residentMib() {
    var mib = new LinkedHashMap<String, Long>();
    processes.forEach(
        (name, handles) ->
            mib.put(
                name,
                handles.get().map(ProcessHandle::pid).mapToLong(Meter::residentKib).sum() / 1024));
    return mib;
  }

  private static double cpuSeconds(long pid) {
    String stat = read("/proc/" + pid + "/stat");
    // after the name, in which there may be anything: proc(5), utime and stime are 14 and 15
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
    return fields.length < 13
        ? 0
        : (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  private static double machineCpuSeconds() {
    String[] fields = read("/proc/stat").lines().findFirst().orElseThrow().split(" +");
    // proc(5): user, nice, system, idle, iowait, irq, softirq, steal
    long busy = 0;
    for (int i : new int[] {1, 2, 3, 6, 7, 8}) {
      busy += Long.parseLong(fields[i]);
    }
    return busy / TICKS_PER_SECOND;
  }

  /** Its own memory alone: what PostgreSQL's backends share would count once for each. */
  private static long residentKib(long pid) {
    return read("/proc/" + pid + "/status")
        .lines()
        .filter(line -> line.startsWith("RssAnon:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException ended) {
      return "";
    }
  }
}
