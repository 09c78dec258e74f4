package orders.embedded.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/** Says in a few plain lines what runs where, once it really does. */
final class StartBanner implements Runnable {
  private static final Duration START_MAX = Duration.ofMinutes(3);

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final Config config;
  private final Addresses addresses;

  private StartBanner(Config config) {
    this.config = config;
    addresses = new Addresses(config);
  }

  static void printWhenReady(Config config) {
    var thread = new Thread(new StartBanner(config), "start-banner");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void run() {
    String[] services = {
      addresses.url("GATEWAY_PORT"), addresses.url("INVENTORY_PORT"), addresses.url("PAYMENTS_PORT")
    };
    long end = System.nanoTime() + START_MAX.toNanos();
    try {
      for (String service : services) {
        while (!isHealthy(service)) {
          if (System.nanoTime() > end) {
            System.out.println(service + " does not answer; see messages.log for the reason.");
            return;
          }
          Thread.sleep(250);
        }
      }
      System.out.println(banner());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isHealthy(String service) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(service + "/health"))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private String banner() {
    return """

        The order system is running.
          gateway     %1$s/api/orders/
          operators   %8$s/api/admin/orders/
          inventory   %2$s
          payments    %3$s
          management  %4$s/health  %4$s/metrics  %4$s/openapi/ui/
          PostgreSQL  %5$s:%6$s
          data        %7$s (delete it to start afresh)

        Place an order:
          curl -i %1$s/api/orders/ -H 'Content-Type: application/json' \\
            -d '{"items":[{"sku":"SKU1","quantity":2}],"amount_cents":1500,"currency":"EUR"}'

        Ctrl-C stops it.
        """
        .formatted(
            addresses.url("GATEWAY_PORT"),
            addresses.url("INVENTORY_PORT"),
            addresses.url("PAYMENTS_PORT"),
            addresses.url("MANAGEMENT_PORT"),
            value("POSTGRES_HOST"),
            value("POSTGRES_PORT"),
            value("EMBEDDED_DIRECTORY"),
            addresses.url("OPERATORS_BIND_HOST", "OPERATORS_PORT"));
  }

  private String value(String name) {
    return config.getValue(name, String.class);
  }
}
