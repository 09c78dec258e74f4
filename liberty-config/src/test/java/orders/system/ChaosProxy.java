package orders.system;

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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * Stands between the gateways and one upstream and does what networks do, as a seed says. It knows
 * HTTP, because the worst fault needs that: the upstream did what it was asked, and its answer is
 * lost.
 */
final class ChaosProxy implements AutoCloseable {

  /** What can become of a request. */
  enum Fault {
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
    GARBAGE
  }

  /**
   * A point in the life of a request at which something is to happen once.
   *
   * @param path of the request
   * @param answered whether after its answer came from upstream, before it is handed on
   * @param act what happens
   */
  record Point(String path, boolean answered, Runnable act) {}

  private static final Fault[] FAULTS = Fault.values();
  private static final List<String> HEADERS =
      List.of("Idempotency-Key", "Content-Type", "X-Request-ID", "X-Request-Timeout-Ms");

  final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();
  private final URI upstream;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final Random random;
  private final AtomicReference<Point> point = new AtomicReference<>();
  private volatile double rate;

  ChaosProxy(int port, URI upstream, long seed) {
    this.upstream = upstream;
    this.random = new Random(seed);
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

  /** Of all requests so many meet a fault, from 0 to 1. */
  void disturb(double share) {
    rate = share;
  }

  /** What shall happen at the next request that comes to that point. */
  void at(Point next) {
    point.set(next);
  }

  /** Whether that is still to happen. */
  boolean isWaiting() {
    return point.get() != null;
  }

  private void count(String what) {
    counts.computeIfAbsent(what, name -> new LongAdder()).increment();
  }

  private synchronized Fault draw() {
    return random.nextDouble() < rate ? FAULTS[random.nextInt(FAULTS.length)] : null;
  }

  private synchronized long millis(int min, int max) {
    return min + random.nextInt(max - min);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      count("request " + path);
      pass(path, false);
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
      respond(exchange, 503, "{\"detail\":\"CHAOS\"}".getBytes());
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
    HttpResponse<byte[]> response = forward(exchange, body);
    String path = exchange.getRequestURI().getPath();
    count(path + " " + response.statusCode());
    pass(path, true);
    if (fault == Fault.LOSE_ANSWER) {
      return;
    }
    byte[] whole = response.body();
    byte[] sent = fault == Fault.GARBAGE ? java.util.Arrays.copyOf(whole, whole.length / 2) : whole;
    respond(exchange, response.statusCode(), sent);
  }

  private void pass(String path, boolean answered) {
    Point next = point.get();
    if (next != null
        && next.path().equals(path)
        && next.answered() == answered
        && point.compareAndSet(next, null)) {
      next.act().run();
    }
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

  private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body)
      throws IOException, InterruptedException {
    return client.send(request(exchange, body), BodyHandlers.ofByteArray());
  }

  private HttpRequest request(HttpExchange exchange, byte[] body) {
    var request =
        HttpRequest.newBuilder(upstream.resolve(exchange.getRequestURI().getPath()))
            .timeout(Duration.ofSeconds(20))
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    for (String header : HEADERS) {
      String value = exchange.getRequestHeaders().getFirst(header);
      if (value != null) {
        request.header(header, value);
      }
    }
    return request.build();
  }

  private static void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
