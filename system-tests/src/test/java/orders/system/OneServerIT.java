package orders.system;

import static orders.system.contract.SystemContract.faults;
import static orders.system.fixture.OrderJson.item;
import static orders.system.fixture.OrderJson.order;
import static orders.system.fixture.RawHttp.briefUnder;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import orders.system.badrequests.BadRequest;
import orders.system.contract.OrdersContract;
import orders.system.fixture.ApiDocument;
import orders.system.fixture.Http;
import orders.system.fixture.RawHttp;
import orders.system.fixture.RunningSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All three services in one server, with PostgreSQL and Redis inside: `mvn liberty:run`. */
class OneServerIT implements OrdersContract {
  private static RunningSystem running;
  private static Books books;
  private static ApiDocument document;

  @BeforeAll
  static void start() throws SQLException {
    running =
        RunningSystem.oneServer(
                "one-server",
                Map.of(
                    "PAYMENTS_SIMULATOR_LEDGER", "true",
                    // empty: as if they were not set
                    "DEBUG", "",
                    "REDIS_URL", "",
                    "SERVICE_TOKEN", ""))
            .start();
    document = ApiDocument.of(running.management);
    books =
        new Books(
            running.connect("orders"), running.connect("inventory"), running.connect("payments"));
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @Override
  public RunningSystem running() {
    return running;
  }

  @Test
  void the_console_says_what_runs_where_and_how_to_order() throws Exception {
    var server = running.servers.get("orders");

    RunningSystem.await(
        "the banner", () -> server.printed().contains("The order system is running."));

    assertThat(server.printed())
        .contains(running.gateway + "/api/orders/", running.management + "/openapi/ui/", "curl -i ")
        .contains(running.operators + "/api/admin/orders/")
        .contains("SERVICE_TOKEN is empty, which counts as not set: no token is asked for.");
  }

  @Test
  void nothing_at_a_first_start_looks_like_a_fault() {
    String start = running.servers.get("orders").printed().split("Ctrl-C stops it")[0];

    assertThat(start)
        .doesNotContain("Exception", "[ERROR", "[WARNING", " E CWW", " W CWW", "warning:");
  }

  /** The Maven plugin looks for what a snippet includes beside server.xml, and complains. */
  @Test
  void no_snippet_includes_another() throws IOException {
    Path snippets =
        Path.of(System.getProperty("orders.root"))
            .resolve("liberty-config/src/main/liberty/config/snippets");
    try (var files = Files.list(snippets)) {
      assertThat(files).allSatisfy(file -> assertThat(file).content().doesNotContain("<include "));
    }
  }

  @Test
  void a_service_answers_at_its_port_under_the_hosts_of_mapped_ports_and_proxies() {
    for (String host : List.of("localhost:8080", "shop.example:8443", "shop.example", "[::1]")) {
      assertThat(briefUnder(running.gateway, "/api/orders/", host)).as(host).isEqualTo("200");
    }
    assertThat(briefUnder(running.inventory, "/stock/SKU1", "inventory:80")).isEqualTo("200");
    assertThat(briefUnder(running.inventory, "/stock/SKU1", "inventory")).isEqualTo("200");
    assertThat(briefUnder(running.payments, "/simulator", "payments:80")).isEqualTo("200");
    String gateway = "x:" + running.gateway.getPort();
    for (String host : List.of("localhost:19090", "localhost", "x:8080", gateway)) {
      for (String path :
          List.of("/health/ready", "/health/live", "/metrics", "/openapi", "/openapi/ui/")) {
        assertThat(briefUnder(running.management, path, host)).as(host + path).isEqualTo("200");
      }
    }
  }

  @Test
  void a_host_that_nobody_has_gets_a_json_404_and_a_line_that_names_the_setting() {
    String nobodys = "shop.example:4711";

    for (URI server : List.of(running.gateway, running.inventory, running.operators)) {
      for (String path : List.of("/api/orders/", "/stock/SKU1", "/health", "/metrics")) {
        assertThat(briefUnder(server, path, nobodys)).isEqualTo("404 NOT_FOUND");
        assertThat(briefUnder(server, path, running.payments.getAuthority()))
            .isEqualTo("404 NOT_FOUND");
      }
    }
    assertThat(briefUnder(running.management, "/nowhere", nobodys)).isEqualTo("404 NOT_FOUND");

    assertThat(running.servers.get("orders").printed())
        .containsOnlyOnce("was asked under a Host with the port 4711")
        .contains("GATEWAY_PORT was asked under")
        .contains("Set GATEWAY_HOST_ALIASES to a list that has *:4711 in it.");
  }

  @Test
  void both_addresses_of_localhost_are_listened_on() {
    for (URI server :
        List.of(running.gateway, running.operators, running.inventory, running.payments)) {
      for (String loopback : List.of("127.0.0.1", "[::1]")) {
        URI health = URI.create("http://" + loopback + ":" + server.getPort() + "/health");
        assertThat(Http.get(health).status()).as(health.toString()).isEqualTo(200);
      }
    }
    URI ready = URI.create("http://[::1]:" + running.management.getPort() + "/health/ready");
    assertThat(Http.get(ready).status()).isEqualTo(200);
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

  @ParameterizedTest(name = "{0}")
  @MethodSource("orders.system.badrequests.BadRequests#all")
  void a_bad_request_is_refused_in_json_with_its_code_and_leaves_no_trace(BadRequest bad)
      throws SQLException {
    URI server =
        switch (bad.service()) {
          case "inventory" -> running.inventory;
          case "payments" -> running.payments;
          case "operators" -> running.operators;
          default -> running.gateway;
        };
    List<Long> before = books.stored();

    var answer = RawHttp.send(server, bad.bytes(server));

    assertThat(answer.headers()).as(answer.body()).containsKey("Content-Type");
    assertThat(answer.headers().get("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.status() + " " + answer.json().getString("code")).isEqualTo(bad.expected());
    assertThat(answer.json().getString("detail")).isNotEmpty().hasSizeLessThan(10_000);
    assertThat(answer.headers())
        .containsEntry("X-Frame-Options", "DENY")
        .doesNotContainKeys("Server", "X-Powered-By", "$WSEP");
    assertThat(answer.body()).doesNotContainIgnoringCase("exception", "liberty", "resteasy");
    if (answer.status() == 405) {
      assertThat(answer.headers()).containsKey("Allow");
    }
    if (answer.status() == 415 && bad.line().startsWith("POST")) {
      assertThat(answer.headers()).containsEntry("Accept-Post", "application/json");
    }
    assertThat(books.stored()).isEqualTo(before);
    // the public API is not at the operators' port, whatever the document says of it
    if (bad.service().equals("gateway") || bad.line().contains(" /api/admin/")) {
      String code = answer.json().getString("code");
      document
          .codes(bad.line(), answer.status())
          .ifPresent(codes -> assertThat(codes).as("codes in the document").contains(code));
    }
  }

  @Test
  void the_document_names_every_operation_and_its_codes() {
    assertThat(document.codes("POST /api/orders/", 409).orElseThrow())
        .containsExactlyInAnyOrder(
            "IDEMPOTENCY_CONFLICT", "IDEMPOTENCY_IN_PROGRESS", "ORDER_CANCELLED");
    assertThat(document.codes("POST /api/orders/x/refunds", 422).orElseThrow())
        .containsExactly("REFUND_EXCEEDS_AMOUNT");
    assertThat(document.codes("GET /api/admin/orders/x", 403).orElseThrow())
        .containsExactly("OPERATORS_ONLY");
    assertThat(document.json().getJsonObject("paths")).hasSize(12);
    assertThat(document.json()).doesNotContainKey("security");
    assertThat(
            document
                .json()
                .getJsonObject("paths")
                .getJsonObject("/api/admin/orders/")
                .getJsonArray("servers")
                .getJsonObject(0)
                .getString("url"))
        .isEqualTo(running.operators.toString());
    assertThat(document.json().getJsonArray("servers").getJsonObject(0).getString("url"))
        .isEqualTo(running.gateway.toString());
  }

  @Test
  void money_that_moves_late_for_a_cancelled_order_goes_back() {
    String sku = sku(5);
    String key = "slow-" + sku;
    simulate(faults(5000, 0, 0));
    var placing =
        CompletableFuture.supplyAsync(
            () -> Http.post(orders(), order(item(sku, 1), 7777), "Idempotency-Key", key));
    RunningSystem.await("the charge", () -> charges("key = '%s'".formatted(key)) == 1);
    // what is asked from now on is fast, so the void overtakes the charge
    simulate(faults(0, 0, 0));

    var id = UUID.fromString(orderOf(key));
    assertThat(Http.post(orders().resolve(id + "/cancel/"), "").status()).isIn(200, 202);

    assertThat(placing).succeedsWithin(Duration.ofSeconds(60));
    RunningSystem.await(
        "the money to move, and to go back",
        () ->
            running.number(
                    "payments",
                    "select count(*) from simulator_ledger where charge_key = '%s'".formatted(key)
                        + " and charged_cents = 7777 and returned_cents = 7777")
                == 1);
    RunningSystem.await("the cancel", () -> status(id).equals("CANCELLED"));
    RunningSystem.await(
        "the void", () -> charges("key = '%s' and due_at is null".formatted(key)) == 1);
    assertThat(available(sku)).isEqualTo(5);
  }

  @Test
  void a_provider_that_is_slower_than_any_call_may_take_stops_no_order() {
    String sku = sku(5);
    simulate(faults(2500, 0, 0));
    try {
      Http.post(orders(), order(item(sku, 1), 100), "Idempotency-Key", "slower-" + sku);
      var id = UUID.fromString(orderOf("slower-" + sku));
      RunningSystem.await("the order to be confirmed", () -> status(id).equals("CONFIRMED"));

      Http.post(orders().resolve(id + "/cancel/"), "");
      RunningSystem.await("the order to be cancelled", () -> status(id).equals("CANCELLED"));
    } finally {
      simulate(faults(0, 0, 0));
    }
    assertThat(available(sku)).isEqualTo(5);
  }

  private long charges(String which) {
    return running.number("payments", "select count(*) from charge where " + which);
  }

  private String orderOf(String key) {
    return running.text("orders", "select id from orders where idempotency_key = '" + key + "'");
  }

  private String status(UUID id) {
    return Http.get(orders().resolve(id + "/")).json().getString("status");
  }

  /** More than there are threads; they have ten seconds, and nobody waits for them. */
  @Test
  void clients_that_send_slowly_do_not_stop_the_others() throws Exception {
    String slow =
        "POST /api/orders/ HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"
            .formatted(running.gateway.getAuthority());
    String sku = sku(50);
    var sockets = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 400; i++) {
        var socket = new Socket(running.gateway.getHost(), running.gateway.getPort());
        sockets.add(socket);
        socket.getOutputStream().write(slow.getBytes(StandardCharsets.US_ASCII));
      }

      for (int i = 0; i < 20; i++) {
        assertThat(Http.post(orders(), order(item(sku, 1), 100)).status()).isEqualTo(201);
      }

      // none of them was cut off meanwhile: the good client did not wait for their end
      for (Socket socket : sockets) {
        assertThat(socket.getInputStream().available()).isZero();
      }
      assertThat(
              new String(sockets.get(0).getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 408 ")
          .endsWith("{\"detail\":\"REQUEST_TIMEOUT\"}");
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  /** Kept open for all of them: to connect takes longer than to refuse a request. */
  private record Books(Connection orders, Connection inventory, Connection payments) {

    List<Long> stored() throws SQLException {
      return List.of(
          RunningSystem.number(
              orders, "select (select count(*) from orders) + count(*) from refund"),
          RunningSystem.number(
              inventory,
              "select (select count(*) from reservation) + sum(available + 1) from stock"),
          RunningSystem.number(
              payments, "select (select count(*) from charge) + count(*) from refund"));
    }
  }
}
