package orders.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is left after the end of the all-in-one server, and what the next start makes of it. */
class KillIT {

  @Test
  void an_orderly_stop_leaves_no_process_and_a_kill_of_everything_loses_no_order() {
    try (var running = Running.oneServer("kill").start()) {
      var orders = running.gateway.resolve("/api/orders/");
      String body = OrdersContract.order(OrdersContract.item("SKU1", 1), 100);
      String first = Http.post(orders, body).json().getString("id");
      ProcessHandle postgres = running.postgres();
      ProcessHandle redis = running.redis();

      running.servers.get("orders").stop();
      Running.await("postgres and redis to end", () -> !postgres.isAlive() && !redis.isAlive());

      running.start();
      assertThat(Http.get(orders.resolve(first + "/")).status()).isEqualTo(200);
      String second = Http.post(orders, body).json().getString("id");
      running.postgres().destroyForcibly();
      running.redis().destroyForcibly();
      running.servers.get("orders").kill();

      running.start();
      assertThat(Http.get(orders.resolve(second + "/")).json().getString("status"))
          .isEqualTo("CONFIRMED");
      var stock = Http.get(running.inventory.resolve("/stock/SKU1")).json();
      assertThat(stock.getInt("available")).isEqualTo(48);
    }
  }

  @Test
  void a_wrong_setting_stops_the_start_with_a_line_that_names_it() throws Exception {
    Map<String, String> wrong =
        Map.of(
            "API_MAX_BYTES", "abc",
            "SERVICE_TOKEN", "hunter2",
            "DEBUG", "",
            "MP_JWT_VERIFY_ISSUER", "${NOT_SET}");
    try (var allInOne = Running.oneServer("wrong-setting", wrong);
        var separate = Running.twoGateways("wrong-setting-alone", wrong)) {
      for (var server : List.of(allInOne.servers.get("orders"), separate.servers.get("payments"))) {
        server.start();
        server.awaitEnd();

        assertThat(Files.readString(server.console()))
            .contains(
                "API_MAX_BYTES 'abc' is wrong: it must be a whole number from 1024 to 104857600")
            .contains("SERVICE_TOKEN is wrong: ")
            .contains("DEBUG is empty: leave it out, or set it")
            .contains("MP_JWT_VERIFY_ISSUER is wrong: it refers to something that is not set")
            .doesNotContain("hunter2", "\tat ");
      }
    }
  }

  @Test
  void a_port_in_use_stops_the_start_with_one_line_that_says_what_to_do() throws Exception {
    try (var running = Running.oneServer("port-in-use");
        var taken =
            new ServerSocket(
                running.setting("POSTGRES_PORT"), 1, InetAddress.getLoopbackAddress())) {
      var server = running.servers.get("orders");

      server.start();
      server.awaitEnd();

      assertThat(Files.readString(server.console()))
          .contains(
              "PostgreSQL cannot start, because port "
                  + taken.getLocalPort()
                  + " is in use: stop the program that uses it, or set POSTGRES_PORT.")
          .doesNotContain("\tat ");
    }
  }
}
