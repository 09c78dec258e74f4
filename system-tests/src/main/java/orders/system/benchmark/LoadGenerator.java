package orders.system.benchmark;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * A process of its own that loads the system as it is told, a line for each load, and answers each
 * with a line of what came of it. It lives as long as the benchmark does: a new one would be slow
 * at first.
 */
final class LoadGenerator {
  private final Map<String, Workload> workloads = new HashMap<>();

  private LoadGenerator(URI gateway, int postgresPort) throws SQLException {
    URI orders = gateway.resolve("/api/orders/");
    workloads.put("sql", new SqlWorkload(postgresPort));
    workloads.put("create", HttpWorkload.create(orders));
    workloads.put("create-hot-sku", HttpWorkload.createOnHotSku(orders));
    workloads.put("replay", HttpWorkload.replay(orders));
    workloads.put("refused-422", HttpWorkload.createOfNothing(orders));
    workloads.put("refused-402", HttpWorkload.createTooDear(orders));
    workloads.put("detail", HttpWorkload.detail(orders));
    workloads.put("list", HttpWorkload.list(orders));
  }

  /**
   * Reads loads from its standard input until that ends.
   *
   * @param arguments the gateway's URI and the port of PostgreSQL
   */
  public static void main(String[] arguments) throws Exception {
    var generator = new LoadGenerator(URI.create(arguments[0]), Integer.parseInt(arguments[1]));
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    System.out.println("ready");
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Load load = Load.parse(line);
      System.out.println(run(load, generator.workloads.get(load.workload())).line());
    }
  }

  /**
   * @param load how many, how fast, how long
   * @param workload what each client does
   * @return what came of it
   * @throws Exception if the workload threw one
   */
  static LoadResult run(Load load, Workload workload) throws Exception {
    var clients = new Clients(load, workload);
    ExecutorService threads = Executors.newFixedThreadPool(load.clients());
    try {
      var running = new ArrayList<Future<Heard>>();
      for (int i = 0; i < load.clients(); i++) {
        running.add(threads.submit(clients::work));
      }
      var all = new Heard();
      for (Future<Heard> each : running) {
        all.add(each.get());
      }
      return new LoadResult(clients.seconds(), clients.next(), all.statuses, all.latencies);
    } finally {
      threads.shutdownNow();
    }
  }

  /** What a client was answered, and after how many microseconds. */
  private static final class Heard {
    final Map<Integer, Long> statuses = new TreeMap<>();
    final Histogram latencies = new Histogram(TimeUnit.MINUTES.toMicros(10), 3);

    void add(int status, long nanos) {
      statuses.merge(status, 1L, Long::sum);
      latencies.recordValue(TimeUnit.NANOSECONDS.toMicros(nanos));
    }

    void add(Heard other) {
      other.statuses.forEach((status, count) -> statuses.merge(status, count, Long::sum));
      latencies.add(other.latencies);
    }
  }

  /** Clients that share the numbers, and the times at which requests are to start. */
  private static final class Clients {
    private final Load load;
    private final Workload workload;
    private final AtomicLong started = new AtomicLong();
    private final long begin = System.nanoTime();
    private final long end;

    Clients(Load load, Workload workload) {
      this.load = load;
      this.workload = workload;
      end = begin + TimeUnit.SECONDS.toNanos(load.seconds());
    }

    Heard work() {
      var heard = new Heard();
      while (true) {
        long mine = started.getAndIncrement();
        long intended = load.isPaced() ? intended(mine) : System.nanoTime();
        if (intended - end >= 0) {
          return heard;
        }
        while (intended - System.nanoTime() > 0) {
          LockSupport.parkNanos(intended - System.nanoTime());
        }
        int status = workload.once(load.first() + mine);
        // from when it should have begun: a late client hides no wait (coordinated omission)
        heard.add(status, System.nanoTime() - intended);
      }
    }

    private long intended(long mine) {
      return begin + (long) (mine * 1e9 / load.perSecond());
    }

    double seconds() {
      return (System.nanoTime() - begin) / 1e9;
    }

    /** A number that was not used; the last ones before it, one of each client, were not either. */
    long next() {
      return load.first() + started.get();
    }
  }
}
