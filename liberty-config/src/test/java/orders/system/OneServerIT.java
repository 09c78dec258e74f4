package orders.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** All three services in one server, with PostgreSQL and Redis inside: `mvn liberty:run`. */
class OneServerIT extends OrdersContract {
  private static Running running;

  @BeforeAll
  static void start() {
    running = Running.oneServer("one-server").start();
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @Override
  Running running() {
    return running;
  }

  @Test
  void the_console_says_what_runs_where_and_how_to_order() throws Exception {
    var console = running.servers.get("orders").console();

    Running.await("the banner", () -> read(console).contains("The order system is running."));

    assertThat(Files.readString(console))
        .contains(running.gateway + "/api/orders/", running.management + "/openapi/ui/", "curl -i ")
        .doesNotContain("Exception", "[ERROR");
  }

  @Test
  void the_first_order_of_the_readme_finds_its_stock() {
    assertThat(available("SKU1")).isEqualTo(50);
  }

  @Test
  void health_metrics_and_the_api_page_are_on_the_management_port_alone() {
    for (String path : new String[] {"/health/ready", "/health/live", "/metrics", "/openapi"}) {
      assertThat(Http.get(running.management.resolve(path)).status()).as(path).isEqualTo(200);
    }
    assertThat(Http.get(running.gateway.resolve("/metrics")).brief()).isEqualTo("404 NOT_FOUND");
    assertThat(Http.get(running.management.resolve("/openapi")).text())
        .contains("/api/orders")
        .doesNotContain("/reserve");
  }

  private static String read(java.nio.file.Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
