package orders.system.chaos;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/**
 * Stands between the gateways and one upstream and does what networks do, as a seed says. It knows
 * HTTP, because the worst fault needs that: the upstream did what it was asked, and its answer is
 * lost.
 */
public final class ChaosProxy implements AutoCloseable {

  /** What can become of a request. */
  public enum Fault {
    /** Passed on late; sometimes later than anybody waits. */
    DELAY,
    /** Never passed on, the connection cut. */
    CUT,
    /** Passed on and done; the answer lost. */
    LOSE_ANSWER,
    /** Passed on twice. */
    DUPLICATE,
    /** The connection cut, and the request passed on seconds later: after its undo, perhaps. */
    HOLD_BACK,
    /** Answered 503 without being passed on. */
    SERVER_ERROR,
    /** Passed on and done; the answer cut in the middle. */
    GARBAGE,
    /** Not passed on, and answered by somebody else: see {@link ChaosForeignAnswer}. */
    FOREIGN_ANSWER,
    /** Passed on and done, and its answer replaced by somebody else's. */
    ANSWER_REPLACED
  }

  /**
   * A point in the life of a request at which something is to happen once.
   *
   * @param path of the request
   * @param answered whether after its answer came from upstream, before it is handed on
   * @param key which idempotency keys it must have
   * @param act what happens
   */
  public record Point(String path, boolean answered, Predicate<String> key, Runnable act) {

    /**
     * For whatever key.
     *
     * @param path of the request
     * @param answered whether after its answer came from upstream, before it is handed on
     * @param act what happens
     */
    public Point(String path, boolean answered, Runnable act) {
      this(path, answered, any -> true, act);
    }
  }

  private static final ChaosForeignAnswer[] FOREIGN = ChaosForeignAnswer.values();

  /** Each hop has its own. */
  private static final Set<String> HEADERS_OF_A_HOP =
      Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

  private static final String JSON = "application/json";

  /** What happened here, by its name. */
  public final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();

  private final URI upstream;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final Random random;
  private int foreign;
  private final AtomicReference<Point> point = new AtomicReference<>();
  private final Set<String> declined = ConcurrentHashMap.newKeySet();
  private volatile List<Fault> faults = List.of();
  private volatile double rate;
  private volatile boolean away;
  private volatile boolean chargesAreLate;

  /**
   * @param port where it listens
   * @param upstream what stands behind it
   * @param seed of its faults
   */
  public ChaosProxy(int port, URI upstream, long seed) {
    this.upstream = upstream;
    this.random = new Random(seed);
    foreign = random.nextInt();
    try {
      server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /**
   * @param share of all requests that meet a fault, from 0 to 1
   */
  public void disturb(double share) {
    disturb(share, List.of(Fault.values()));
  }

  /**
   * @param share of all requests that meet a fault, from 0 to 1
   * @param kinds of faults; none, and no request meets one
   */
  public void disturb(double share, List<Fault> kinds) {
    faults = kinds;
    rate = kinds.isEmpty() ? 0 : share;
  }

  /**
   * @param next what shall happen at the next request that comes to that point; null: nothing
   */
  public void at(Point next) {
    point.set(next);
  }

  /** Whether every request is answered 503, and none passed on. */
  public void away(boolean isAway) {
    away = isAway;
  }

  /** Whether each charge is passed on only after seconds, when its sender has left. */
  public void delayCharges(boolean areLate) {
    chargesAreLate = areLate;
  }

  /** Whether a charge of that key was declined here. */
  public boolean hasDeclined(String key) {
    return declined.contains(key);
  }

  private void count(String what) {
    counts.computeIfAbsent(what, name -> new LongAdder()).increment();
  }

  private synchronized Fault draw() {
    return random.nextDouble() < rate ? faults.get(random.nextInt(faults.size())) : null;
  }

  private synchronized long millis(int min, int max) {
    return random.nextLong(min, max);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      count("request " + path);
      pass(exchange, false);
      if (away) {
        count("AWAY");
        answer(exchange, body, Fault.SERVER_ERROR);
        return;
      }
      if (chargesAreLate && path.equals("/charge")) {
        Thread.sleep(millis(5000, 8000));
      }
      Fault fault = draw();
      if (fault != null) {
        count(fault.name());
      }
      answer(exchange, body, fault);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange, byte[] body, Fault fault)
      throws IOException, InterruptedException {
    if (fault == Fault.CUT) {
      return;
    }
    if (fault == Fault.SERVER_ERROR) {
      respond(exchange, 503, JSON, "{\"detail\":\"CHAOS\"}".getBytes(StandardCharsets.UTF_8));
      return;
    }
    if (fault == Fault.FOREIGN_ANSWER) {
      respondAsStranger(exchange);
      return;
    }
    if (fault == Fault.HOLD_BACK) {
      later(exchange, body, millis(500, 8000));
      return;
    }
    if (fault == Fault.DELAY) {
      Thread.sleep(millis(100, 4000));
    }
    if (fault == Fault.DUPLICATE) {
      later(exchange, body, millis(0, 3000));
    }
    HttpResponse<byte[]> response =
        client.send(request(exchange, body), BodyHandlers.ofByteArray());
    String path = exchange.getRequestURI().getPath();
    count(path + " " + response.statusCode());
    if (response.statusCode() == 402) {
      declined.add(key(exchange));
    }
    pass(exchange, true);
    if (fault == Fault.LOSE_ANSWER) {
      return;
    }
    if (fault == Fault.ANSWER_REPLACED) {
      respondAsStranger(exchange);
      return;
    }
    byte[] whole = response.body();
    byte[] sent = fault == Fault.GARBAGE ? java.util.Arrays.copyOf(whole, whole.length / 2) : whole;
    String type = response.headers().firstValue("Content-Type").orElse(null);
    respond(exchange, response.statusCode(), type, sent);
  }

  private void pass(HttpExchange exchange, boolean answered) {
    Point next = point.get();
    if (next != null
        && next.path().equals(exchange.getRequestURI().getPath())
        && next.answered() == answered
        && next.key().test(key(exchange))
        && point.compareAndSet(next, null)) {
      next.act().run();
    }
  }

  private static String key(HttpExchange exchange) {
    return String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
  }

  private void later(HttpExchange exchange, byte[] body, long millis) {
    String path = exchange.getRequestURI().getPath();
    HttpRequest request = request(exchange, body);
    threads.execute(
        () -> {
          try {
            Thread.sleep(millis);
            int status = client.send(request, BodyHandlers.discarding()).statusCode();
            count(path + " " + status);
          } catch (IOException e) {
            // the upstream is away: then this one is lost
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private HttpRequest request(HttpExchange exchange, byte[] body) {
    var request =
        HttpRequest.newBuilder(upstream.resolve(exchange.getRequestURI()))
            .timeout(Duration.ofSeconds(20))
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!HEADERS_OF_A_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    return request.build();
  }

  /** In turn: a short run has few of them, and needs each. */
  private synchronized ChaosForeignAnswer nextForeign() {
    return FOREIGN[Math.floorMod(foreign++, FOREIGN.length)];
  }

  private void respondAsStranger(HttpExchange exchange) throws IOException {
    ChaosForeignAnswer stranger = nextForeign();
    count("foreign " + stranger);
    respond(exchange, stranger.status, stranger.type, stranger.body());
  }

  private static void respond(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    if (type != null) {
      exchange.getResponseHeaders().set("Content-Type", type);
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
