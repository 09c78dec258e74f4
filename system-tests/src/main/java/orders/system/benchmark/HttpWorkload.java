package orders.system.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import orders.system.fixture.Http;
import orders.system.fixture.OrderJson;

/**
 * Requests to the gateway, on connections that are kept. By the client of the JDK that costs least:
 * it runs on the machine that it measures.
 */
final class HttpWorkload implements Workload {

  /** So many SKUs there are in stock, and the orders are spread over them. */
  static final int SKUS = 1000;

  private static final int TIMEOUT_MS = 60_000;

  /** An order by its number, to be sent under its own key. */
  private record Placement(String key, String body) {}

  private final URL url;
  private final LongFunction<Placement> placements;

  private HttpWorkload(URL url, LongFunction<Placement> placements) {
    this.url = url;
    this.placements = placements;
  }

  /**
   * @param orders where they are placed
   * @return orders of two lines, each of another pair of SKUs than the one before
   */
  static Workload create(URI orders) {
    return placing(orders, HttpWorkload::spread);
  }

  /**
   * @param orders where they are placed
   * @return orders of one line, all of the same SKU
   */
  static Workload createOnHotSku(URI orders) {
    return placing(
        orders, number -> new Placement("hot-" + number, OrderJson.order(item(0), 1500)));
  }

  /**
   * @param orders where they are placed
   * @return orders that were placed by {@link #create} before, the first hundred again and again
   */
  static Workload replay(URI orders) {
    return placing(orders, number -> spread(number % 100));
  }

  /**
   * @param orders where they are placed
   * @return orders that are refused for their stock
   */
  static Workload createOfNothing(URI orders) {
    String none = OrderJson.order(OrderJson.item("NOTHING-OF-IT", 1), 1500);
    return placing(orders, number -> new Placement("none-" + number, none));
  }

  /**
   * @param orders where they are placed
   * @return orders that are refused by the payment provider
   */
  static Workload createTooDear(URI orders) {
    return placing(
        orders,
        number ->
            new Placement("dear-" + number, OrderJson.order(item(number % SKUS), 100_000_000)));
  }

  /**
   * @param orders where they are listed
   * @return reads of the first page
   */
  static Workload list(URI orders) {
    return new HttpWorkload(url(orders), null);
  }

  /**
   * @param orders where they are listed
   * @return reads of an order, the newest when it is read first
   */
  static Workload detail(URI orders) {
    var newest = new AtomicReference<Workload>();
    return number -> {
      if (newest.get() == null) {
        var first = Http.get(orders).json().getJsonArray("results").getJsonObject(0);
        newest.set(new HttpWorkload(url(orders.resolve(first.getString("id") + "/")), null));
      }
      return newest.get().once(number);
    };
  }

  private static Workload placing(URI orders, LongFunction<Placement> placements) {
    return new HttpWorkload(url(orders), placements);
  }

  private static Placement spread(long number) {
    // 7 and 1000 have no common divisor: pairs come back in another order
    long one = number % SKUS;
    long other = (number * 7 + 1) % SKUS;
    String items = one == other ? item(one) : item(one) + ", " + item(other);
    return new Placement("create-" + number, OrderJson.order(items, 1500));
  }

  private static String item(long sku) {
    return OrderJson.item(sku(sku), 1);
  }

  /**
   * @param number from 0 to {@link #SKUS} - 1
   * @return the SKU of that number
   */
  static String sku(long number) {
    return "BENCH-" + number;
  }

  private static URL url(URI uri) {
    try {
      return uri.toURL();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int once(long number) {
    try {
      var connection = (HttpURLConnection) url.openConnection();
      connection.setConnectTimeout(TIMEOUT_MS);
      connection.setReadTimeout(TIMEOUT_MS);
      if (placements != null) {
        send(connection, placements.apply(number));
      }
      int status = connection.getResponseCode();
      readToItsEnd(status < 400 ? connection.getInputStream() : connection.getErrorStream());
      return status;
    } catch (IOException noAnswer) {
      return 0;
    }
  }

  private static void send(HttpURLConnection connection, Placement placement) throws IOException {
    byte[] body = placement.body().getBytes(UTF_8);
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(body.length);
    connection.setRequestProperty("Content-Type", "application/json");
    connection.setRequestProperty("Idempotency-Key", placement.key());
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
  }

  /** Or the connection is not kept. */
  private static void readToItsEnd(InputStream answer) throws IOException {
    if (answer != null) {
      try (answer) {
        answer.transferTo(OutputStream.nullOutputStream());
      }
    }
  }
}
