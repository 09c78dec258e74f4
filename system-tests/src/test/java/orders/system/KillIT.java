package orders.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import orders.system.fixture.Http;
import orders.system.fixture.Liberty;
import orders.system.fixture.OrderJson;
import orders.system.fixture.RunningSystem;
import org.junit.jupiter.api.Test;

/** What is left after the end of the all-in-one server, and what the next start makes of it. */
class KillIT {

  @Test
  void an_orderly_stop_leaves_no_process_and_a_kill_of_everything_loses_no_order() {
    try (var running =
        RunningSystem.oneServer("kill", Map.of("CONNECTION_IDLE_SECS", "5")).start()) {
      an_idle_connection_is_closed_in_its_time(running);
      var orders = running.gateway.resolve("/api/orders/");
      String body = OrderJson.order(OrderJson.item("SKU1", 1), 100);
      String first = Http.post(orders, body).json().getString("id");
      ProcessHandle postgres = running.postgres();
      ProcessHandle redis = running.redis();

      running.servers.get("orders").stop();
      RunningSystem.await(
          "postgres and redis to end", () -> !postgres.isAlive() && !redis.isAlive());

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

  private static void an_idle_connection_is_closed_in_its_time(RunningSystem running) {
    try (var socket = new Socket(running.gateway.getHost(), running.gateway.getPort())) {
      socket.setSoTimeout(25_000);
      String request = "GET /health HTTP/1.1\r\nHost: " + running.gateway.getAuthority();
      socket.getOutputStream().write((request + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      // ends with the connection, or with a SocketTimeoutException
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 200 ");
    } catch (IOException e) {
      throw new AssertionError("it was not closed", e);
    }
  }

  @Test
  void a_wrong_setting_stops_the_start_with_a_line_that_names_it() throws Exception {
    Map<String, String> wrong =
        Map.of(
            "API_MAX_BYTES", "abc",
            "SERVICE_TOKEN", "hunter2",
            "BIND_HOST", "",
            "MP_JWT_VERIFY_ISSUER", "${NOT_SET}");
    try (var allInOne = RunningSystem.oneServer("wrong-setting", wrong);
        var separate = RunningSystem.twoGateways("wrong-setting-alone", wrong)) {
      for (var server : List.of(allInOne.servers.get("orders"), separate.servers.get("payments"))) {
        server.start();
        server.awaitEnd();

        assertThat(server.printed())
            .contains(
                "API_MAX_BYTES 'abc' is wrong: it must be a whole number from 1024 to 104857600")
            .contains("SERVICE_TOKEN is wrong: ")
            .contains("BIND_HOST is empty: leave it out, or set it")
            .contains("MP_JWT_VERIFY_ISSUER is wrong: it refers to something that is not set")
            .doesNotContain("hunter2", "\tat ");
      }
    }
  }

  @Test
  void a_port_in_use_stops_the_start_with_one_line_that_says_what_to_do() throws Exception {
    try (var running = RunningSystem.oneServer("port-in-use");
        var taken =
            new ServerSocket(
                running.setting("POSTGRES_PORT"), 1, InetAddress.getLoopbackAddress())) {
      var server = running.servers.get("orders");

      server.start();
      server.awaitEnd();

      assertThat(server.printed())
          .contains(
              "PostgreSQL cannot start, because port "
                  + taken.getLocalPort()
                  + " is in use: stop the program that uses it, or set POSTGRES_PORT.")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void a_port_that_a_server_cannot_open_stops_its_start_with_a_line_that_names_the_setting()
      throws Exception {
    try (var allInOne = RunningSystem.oneServer("port-taken");
        var separate = RunningSystem.twoGateways("port-taken-alone", Map.of());
        var gateway = listening(allInOne.setting("GATEWAY_PORT"));
        var operators = listening(separate.setting("OPERATORS_PORT"))) {

      assertThat(endOf(allInOne.servers.get("orders")))
          .contains("GATEWAY_PORT " + gateway.getLocalPort() + " cannot be opened")
          .doesNotContain("Preparing PostgreSQL", "\tat ");
      assertThat(endOf(separate.servers.get("gateway")))
          .contains("OPERATORS_PORT " + operators.getLocalPort() + " cannot be opened")
          .doesNotContain("\tat ");
    }
  }

  /** Of one by one, {@code SettingTest} has the lines; they are found where the wrong ones are. */
  @Test
  void ports_that_contradict_each_other_stop_the_start() {
    var ports =
        Map.of(
            "GATEWAY_PORT", "8000",
            "EMBEDDED_REDIS_PORT", "8000",
            "PAYMENTS_PORT", "25432",
            "POSTGRES_PORT", "25432",
            "INVENTORY_HOST_ALIASES", "*:80");
    try (var allInOne = RunningSystem.oneServer("ports-used-twice", ports)) {
      assertThat(endOf(allInOne.servers.get("orders")))
          .contains(
              "GATEWAY_PORT and EMBEDDED_REDIS_PORT are both 8000",
              "PAYMENTS_PORT and POSTGRES_PORT are both 25432",
              "GATEWAY_HOST_ALIASES and INVENTORY_HOST_ALIASES both name *:80")
          .doesNotContain("Preparing PostgreSQL", "\tat ");
    }
  }

  /** The embedded PostgreSQL has none. */
  @Test
  void tls_that_a_database_does_not_have_stops_the_start() {
    assertThat(endWith("database-without-tls", Map.of("INVENTORY_POSTGRES_SSLMODE", "require")))
        .contains("INVENTORY_POSTGRES_SSLMODE 'require' is wrong: there is no TLS at localhost:")
        .doesNotContain("\tat ");
  }

  @Test
  void a_database_that_does_not_exist_stops_the_start_and_names_the_settings() {
    assertThat(endWith("database-that-is-none", Map.of("INVENTORY_POSTGRES_DB", "none")))
        .contains("The database at localhost:", "/none (", "INVENTORY_POSTGRES_DB")
        .contains("cannot be used: ");
  }

  /** What a server prints whose settings do not fit the databases that are there. */
  private static String endWith(String name, Map<String, String> settings) {
    try (var allInOne = RunningSystem.oneServerBehindDatabaseNetwork(name, settings)) {
      return endOf(allInOne.servers.get("orders"));
    }
  }

  private static ServerSocket listening(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }

  /** Starts it, and waits for its end; what it printed. */
  private static String endOf(Liberty server) {
    server.start();
    server.awaitEnd();
    assertThat(server.exitValue()).isNotZero();
    return server.printed();
  }
}
