package orders.system.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import orders.reconciler.Finding;
import orders.reconciler.Reconciler;
import orders.system.fixture.Liberty;
import orders.system.fixture.RunningSystem;

/**
 * How many orders a second, how fast, and what one costs: the system as `mvn liberty:run` starts
 * it, warm, under load of another process; in turns with the limit of the machine, so that each
 * figure is also a ratio that holds on a machine that does other things too. It ends with the proof
 * that every order that was confirmed is there, once, with its stock and its money.
 */
final class Benchmark implements AutoCloseable {

  /** As many at once as the services have connections to a database. */
  static final int CLIENTS = SqlWorkload.POOL;

  /** For requests at a rate: more than are ever under way while the system keeps up. */
  private static final int PACED_CLIENTS = 64;

  private static final int WARM_UP_WINDOW_SECONDS = 5;

  /** The rate stands still when so many windows do not differ by more than this part. */
  private static final int STILL_WINDOWS = 4;

  private static final double STILL = 0.05;

  /** Beside the placing of orders and its limit. */
  private static final List<String> OTHERS =
      List.of("create-hot-sku", "replay", "refused-422", "refused-402", "detail", "list");

  private static final long PLENTY = 1_000_000_000;

  /**
   * How long each part takes.
   *
   * @param warmUpSecondsMax after which the first round begins, whether the rate stands still or
   *     not
   * @param rounds how often everything is measured
   * @param seconds of each measurement
   */
  record Form(int warmUpSecondsMax, int rounds, int seconds) {
    /** Under four minutes. */
    static final Form SHORT = new Form(60, 3, 3);

    /** About half an hour. */
    static final Form LONG = new Form(300, 5, 20);
  }

  /**
   * One measurement.
   *
   * @param workload its name in the report
   * @param result what came of it
   * @param usage of processes and databases meanwhile
   */
  record Measurement(String workload, LoadResult result, Meter.Usage usage) {}

  private final Form form;
  private final RunningSystem running = RunningSystem.oneServer("benchmark");
  private final List<Measurement> measurements = new ArrayList<>();
  private LoadProcess load;
  private Meter meter;
  private long confirmed;
  private String warmUp = "";

  private Benchmark(Form form) {
    this.form = form;
  }

  /** With the system property {@code benchmark.form}: short, or long. */
  public static void main(String[] arguments) throws Exception {
    String form = System.getProperty("benchmark.form", "short");
    try (var benchmark = new Benchmark(form.equals("long") ? Form.LONG : Form.SHORT)) {
      benchmark.start();
      benchmark.warmUp();
      benchmark.measure();
      List<String> wrong = benchmark.wrong();
      var report =
          new BenchmarkReport(
              form, benchmark.warmUp, benchmark.measurements, benchmark.meter.residentMib(), wrong);
      report.write(Path.of(System.getProperty("orders.root"), "target/benchmark"));
      if (!wrong.isEmpty()) {
        throw new AssertionError(wrong.toString());
      }
    }
  }

  private void start() throws IOException, SQLException {
    say("Starting PostgreSQL, Redis and the three services.");
    running.servers.values().forEach(Liberty::asUsersRunIt);
    running.start();
    try (var inventory = running.connect("inventory");
        var stock =
            inventory.prepareStatement("insert into stock (sku, available) values (?, ?)")) {
      for (int i = 0; i < HttpWorkload.SKUS; i++) {
        stock.setString(1, HttpWorkload.sku(i));
        stock.setLong(2, PLENTY);
        stock.addBatch();
      }
      stock.executeBatch();
    }
    for (String database : List.of("orders", "inventory", "payments")) {
      try (var connection = running.connect(database)) {
        SqlWorkload.createTables(database, connection);
      }
    }
    load = new LoadProcess(running.gateway, running.setting("POSTGRES_PORT"));
    meter = new Meter(running, load.handle());
  }

  /** Java compiles what is called often, and that takes minutes. */
  private void warmUp() throws IOException {
    var rates = new ArrayList<Double>();
    long begin = System.nanoTime();
    do {
      run("sql", CLIENTS, 1, 0);
      LoadResult result = run("create", CLIENTS, WARM_UP_WINDOW_SECONDS, 0);
      rates.add(result.perSecond(201));
      say("Warming up: %.0f orders/s", rates.get(rates.size() - 1));
    } while (!isStill(rates) && secondsSince(begin) < form.warmUpSecondsMax);
    for (String workload : OTHERS) {
      run(workload, CLIENTS, 1, 0);
    }
    warmUp =
        "%.0f s, %s at %.0f orders/s"
            .formatted(
                secondsSince(begin),
                isStill(rates) ? "until the rate stood still" : "cut off while the rate still rose",
                rates.get(rates.size() - 1));
  }

  private static double secondsSince(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  private static boolean isStill(List<Double> rates) {
    if (rates.size() < STILL_WINDOWS) {
      return false;
    }
    var last =
        rates.subList(rates.size() - STILL_WINDOWS, rates.size()).stream()
            .mapToDouble(Double::doubleValue)
            .summaryStatistics();
    return last.getMax() - last.getMin() <= STILL * last.getMax();
  }

  private void measure() throws IOException, SQLException {
    for (int round = 1; round <= form.rounds; round++) {
      say("Round %d of %d", round, form.rounds);
      measure("sql", CLIENTS, 0);
      double best = measure("create", CLIENTS, 0).perSecond(201);
      measure("create", PACED_CLIENTS, best / 2);
      measure("sql", CLIENTS, 0);
      for (String workload : OTHERS) {
        measure(workload, CLIENTS, 0);
      }
    }
  }

  private LoadResult measure(String workload, int clients, double perSecond)
      throws IOException, SQLException {
    String name = perSecond > 0 ? workload + ", at half" : workload;
    Meter.Usage before = meter.usage();
    LoadResult result = run(workload, clients, form.seconds, perSecond);
    measurements.add(new Measurement(name, result, meter.usage().since(before)));
    say(
        "  %-16s %6.0f/s, p50 %.1f ms, p99 %.1f ms, answers %s",
        name, result.perSecond(), result.millis(50), result.millis(99), result.statuses());
    return result;
  }

  private LoadResult run(String workload, int clients, int seconds, double perSecond)
      throws IOException {
    LoadResult result = load.run(workload, clients, seconds, perSecond);
    if (workload.startsWith("create")) {
      confirmed += result.statuses().getOrDefault(201, 0L);
    }
    return result;
  }

  /**
   * @return what does not add up: each key must have made one order, one reservation, one charge
   */
  private List<String> wrong() throws SQLException, InterruptedException {
    say("Checking that every confirmed order is there, once, with its stock and its money.");
    var wrong = new ArrayList<String>();
    long stored =
        running.number(
            "orders",
            "select count(distinct idempotency_key) from orders where status = 'CONFIRMED'");
    if (stored < confirmed) {
      wrong.add("%d orders were confirmed, %d are stored".formatted(confirmed, stored));
    }
    for (var each :
        Map.of(
                "inventory", "select count(*) from reservation where state = 'RESERVED'",
                "payments", "select count(*) from charge where state = 'CHARGED'")
            .entrySet()) {
      long held = running.number(each.getKey(), each.getValue());
      if (held != stored) {
        wrong.add("%d orders are confirmed, %s holds %d".formatted(stored, each.getKey(), held));
      }
    }
    try (var orders = running.connect("orders");
        var inventory = running.connect("inventory");
        var payments = running.connect("payments")) {
      for (Finding finding :
          new Reconciler(orders, inventory, payments).findings(Duration.ofSeconds(3))) {
        wrong.add(finding.toString());
      }
    }
    return wrong;
  }

  private static void say(String line, Object... values) {
    System.out.printf(line + "%n", values);
  }

  @Override
  public void close() {
    if (load != null) {
      load.close();
    }
    running.close();
  }
}
