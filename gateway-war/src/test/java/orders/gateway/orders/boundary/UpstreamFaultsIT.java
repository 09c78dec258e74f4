package orders.gateway.orders.boundary;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.matching.RequestPatternBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import orders.http.idempotency.IdempotencyKey;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway in Liberty on its real database, between upstreams that misbehave on command. */
@ArquillianTest
@RunAsClient
class UpstreamFaultsIT {
  private static final WireMockServer INVENTORY = upstream("inventory");
  private static final WireMockServer PAYMENTS = upstream("payments");
  private static final String RESERVED = "{\"reserved\": true}";
  private static final String CHARGED = "{\"charged\": true, \"transaction_id\": \"txn_9\"}";

  /** Not from 1: the database may have orders of an earlier run, which are worked on as well. */
  private static final AtomicInteger AMOUNTS =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(1_000, 1_000_000_000));

  @ArquillianResource URI base;

  private final HttpClient http = HttpClient.newHttpClient();
  private final String key = UUID.randomUUID().toString();

  /** Tells the orders of this test from those of others that are still worked on. */
  private final int amount = AMOUNTS.incrementAndGet();

  private final String order =
      "{\"items\": [{\"sku\": \"SKU1\", \"quantity\": 1}], \"amount_cents\": "
          + amount
          + ", \"currency\": \"EUR\"}";

  private static WireMockServer upstream(String name) {
    // a slow answer has its thread to its end, whoever has left; every request in the log as JSON,
    // with its answer of 20 MB, takes longer than its caller waits
    return new WireMockServer(
        options()
            .port(Integer.getInteger("upstream." + name + ".port"))
            .containerThreads(200)
            .stubRequestLoggingDisabled(true));
  }

  @Deployment(testable = false)
  static WebArchive war() {
    return ShrinkWrap.createFromZipFile(WebArchive.class, new File("target/gateway-war.war"));
  }

  @BeforeAll
  static void start() {
    PAYMENTS.addMockServiceRequestListener((request, response) -> beforeAnswer(request));
    INVENTORY.start();
    PAYMENTS.start();
  }

  @AfterAll
  static void stop() {
    databaseIsThere();
    INVENTORY.stop();
    PAYMENTS.stop();
  }

  /** And stays there: nothing that {@link #atCharge} was to do happens after this. */
  @BeforeEach
  @AfterEach
  void databaseIsThereForTheNextTest() {
    databaseIsThere();
  }

  @BeforeEach
  void everythingGoesWell() {
    INVENTORY.resetAll();
    PAYMENTS.resetAll();
    INVENTORY.stubFor(post(urlEqualTo("/reserve")).willReturn(okJson(RESERVED)));
    INVENTORY.stubFor(post(urlEqualTo("/release")).willReturn(okJson("{\"released\": true}")));
    PAYMENTS.stubFor(post(urlEqualTo("/charge")).willReturn(okJson(CHARGED)));
    PAYMENTS.stubFor(post(urlEqualTo("/void")).willReturn(okJson("{\"voided\": true}")));
  }

  /** A refusal as inventory and payments word it. */
  private static ResponseDefinitionBuilder refusal(int status, String code) {
    return okJson("{\"detail\": \"" + code + "\"}").withStatus(status);
  }

  private HttpResponse<String> place() throws IOException, InterruptedException {
    return send(orderUnder(key));
  }

  private HttpRequest.Builder orderUnder(String idempotencyKey) {
    return HttpRequest.newBuilder(base.resolve("api/orders/"))
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", idempotencyKey)
        .POST(HttpRequest.BodyPublishers.ofString(order));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
  }

  private String statusOfOrder(HttpResponse<String> answer)
      throws IOException, InterruptedException {
    URI location = base.resolve(answer.headers().firstValue("Location").orElseThrow());
    try (var reader =
        Json.createReader(new StringReader(send(HttpRequest.newBuilder(location)).body()))) {
      JsonObject order = reader.readObject();
      return order.getString("status");
    }
  }

  /** Its key upstream where its client gave it none. */
  private static String idOf(HttpResponse<String> answer) {
    String location = answer.headers().firstValue("Location").orElseThrow();
    return location.replaceFirst(".*/orders/([^/]+)/$", "$1");
  }

  private RequestPatternBuilder ofThisOrder() {
    return postRequestedFor(anyUrl())
        .withHeader("Idempotency-Key", equalTo(IdempotencyKey.toHeader(key)));
  }

  /** Only of that order: others of earlier tests may be undone just now. */
  private static RequestPatternBuilder toUndo(String path, String upstreamKey) {
    return postRequestedFor(urlEqualTo(path))
        .withHeader("Idempotency-Key", equalTo(IdempotencyKey.toHeader(upstreamKey)));
  }

  /** What its request did, before the worker went on with it. */
  private List<String> stepsOfFirstAttempt(HttpResponse<String> answer)
      throws IOException, InterruptedException {
    URI timeline =
        base.resolve(answer.headers().firstValue("Location").orElseThrow() + "timeline/");
    try (var reader =
        Json.createReader(new StringReader(send(HttpRequest.newBuilder(timeline)).body()))) {
      return reader.readObject().getJsonArray("steps").getValuesAs(JsonObject.class).stream()
          .filter(step -> step.getInt("attempt") == 1)
          .map(
              step ->
                  step.getString("event")
                      + (step.containsKey("answer")
                          ? " " + step.get("answer")
                          : ": " + step.getString("error", "")))
          .toList();
    }
  }

  /** What a client of a failed attempt is told, and what is left behind. */
  private void assertUnknown(HttpResponse<String> answer) throws IOException, InterruptedException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("{\"detail\":\"UPSTREAM_UNAVAILABLE\"}");
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(statusOfOrder(answer)).isEqualTo("PENDING");
  }

  @Test
  void both_services_get_the_clients_key_and_the_request_id() throws Exception {
    var answer =
        send(
            HttpRequest.newBuilder(base.resolve("api/orders/"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .header("X-Request-ID", "rq-" + key)
                .POST(HttpRequest.BodyPublishers.ofString(order)));

    assertThat(answer.statusCode()).isEqualTo(201);
    for (WireMockServer upstream : new WireMockServer[] {INVENTORY, PAYMENTS}) {
      upstream.verify(
          1,
          postRequestedFor(anyUrl())
              .withHeader("Idempotency-Key", equalTo(IdempotencyKey.toHeader(key)))
              .withHeader("X-Request-ID", equalTo("rq-" + key)));
    }
  }

  @Test
  void a_server_error_is_retried_under_the_same_key() throws Exception {
    PAYMENTS.stubFor(
        post(urlEqualTo("/charge"))
            .withHeader("Idempotency-Key", equalTo(IdempotencyKey.toHeader(key)))
            .inScenario("recovers")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(aResponse().withStatus(500))
            .willSetStateTo("well"));

    assertThat(place().statusCode()).isEqualTo(201);

    PAYMENTS.verify(
        2,
        postRequestedFor(urlEqualTo("/charge"))
            .withHeader("Idempotency-Key", equalTo(IdempotencyKey.toHeader(key))));
    INVENTORY.verify(1, ofThisOrder());
  }

  @Test
  void a_server_error_that_lasts_ends_after_three_attempts_as_unknown() throws Exception {
    INVENTORY.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(503)));

    var unknown = place();

    assertUnknown(unknown);
    assertThat(stepsOfFirstAttempt(unknown))
        .containsExactly(
            "PENDING: ", "reserve: status 503", "reserve: status 503", "reserve: status 503");
    PAYMENTS.verify(0, ofThisOrder());
  }

  private static Arguments no(String what, ResponseDefinitionBuilder answer) {
    return Arguments.of(what, answer);
  }

  /** What somebody in between may answer, or an upstream of another version. */
  static Stream<Arguments> answersOfNobody() {
    var html = aResponse().withHeader("Content-Type", "text/html").withBody("<h1>Back soon</h1>");
    String padding = " ".repeat(5000);
    return Stream.of(
        no("a page, 200", ResponseDefinitionBuilder.like(html.build()).withStatus(200)),
        no("a page, 402", ResponseDefinitionBuilder.like(html.build()).withStatus(402)),
        no("a page, 404", ResponseDefinitionBuilder.like(html.build()).withStatus(404)),
        no("a page, 409", ResponseDefinitionBuilder.like(html.build()).withStatus(409)),
        no("a page, 422", ResponseDefinitionBuilder.like(html.build()).withStatus(422)),
        no("a page that says so", html.withBody(RESERVED)),
        no("nothing, 200", aResponse().withStatus(200)),
        no("nothing, 204", aResponse().withStatus(204)),
        no("nothing, 402", aResponse().withStatus(402)),
        no("nothing, 422", aResponse().withStatus(422)),
        no("no media type", aResponse().withBody(RESERVED)),
        no("a malformed media type", okJson(RESERVED).withHeader("Content-Type", "json")),
        no("other JSON, 200", okJson("{\"status\": \"ok\"}")),
        no("a JSON array", okJson("[" + RESERVED + "]")),
        no("false", okJson("{\"reserved\": false, \"charged\": false}")),
        no("a member twice", okJson("{\"reserved\": false, \"reserved\": true}")),
        no("a page behind it", okJson(RESERVED + "<html>")),
        no("nested too deep", okJson("[".repeat(2000) + "]".repeat(2000))),
        no("text for true", okJson("{\"reserved\": \"true\", \"charged\": \"true\"}")),
        no("no transaction", okJson("{\"charged\": true}")),
        no("an empty transaction", okJson("{\"charged\": true, \"transaction_id\": \"\"}")),
        no("another status", okJson(CHARGED).withStatus(201)),
        no("to somewhere else", aResponse().withStatus(302).withHeader("Location", "/login")),
        no("other JSON, 402", refusal(402, "LICENCE_EXPIRED")),
        no("other JSON, 422", okJson("{\"error\": \"unprocessable\"}").withStatus(422)),
        no("a code with another status", refusal(200, "PAYMENT_FAILED")),
        no("too much", okJson(RESERVED.replace("}", padding + "}"))),
        no("without end", okJson(RESERVED.replace("}", " ".repeat(20_000_000) + "}"))),
        no(
            "too slow",
            okJson(RESERVED.replace("}", padding.substring(2000) + "}"))
                .withChunkedDribbleDelay(100, 10_000)),
        no("cut off", okJson("{\"reserved\": tr")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answersOfNobody")
  void an_answer_that_is_not_of_the_contract_is_no_answer(
      String what, ResponseDefinitionBuilder answer) throws Exception {
    PAYMENTS.stubFor(post(urlEqualTo("/charge")).willReturn(answer));
    assertUnknown(place());

    INVENTORY.stubFor(post(urlEqualTo("/reserve")).willReturn(answer));
    HttpResponse<String> unknown = send(orderUnder(UUID.randomUUID().toString()));
    assertUnknown(unknown);
    assertThat(stepsOfFirstAttempt(unknown)).doesNotContain("charge 200");
  }

  @Test
  void an_answer_without_end_ends_with_the_time_for_its_call() throws Exception {
    INVENTORY.stop();
    try (var endless = new EndlessAnswer(Integer.getInteger("upstream.inventory.port"))) {
      await(
          "three calls that meet it",
          () -> {
            // the first ones may meet connections that were cut above
            var unknown = send(orderUnder(UUID.randomUUID().toString()));
            assertUnknown(unknown);
            return endless.connections.get() >= 3
                && stepsOfFirstAttempt(unknown).contains("reserve: status 200, not as agreed");
          });
    } finally {
      INVENTORY.start();
    }
  }

  /** Says 200, and then blanks for ever. */
  private static final class EndlessAnswer implements AutoCloseable {
    private final ServerSocket server;
    private final AtomicInteger connections = new AtomicInteger();

    EndlessAnswer(int port) throws IOException {
      server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
      new Thread(this::accept).start();
    }

    private void accept() {
      try {
        while (true) {
          Socket connection = server.accept();
          connections.incrementAndGet();
          new Thread(() -> answer(connection)).start();
        }
      } catch (IOException closed) {
        // the end of the test
      }
    }

    private void answer(Socket connection) {
      try (connection) {
        var out = connection.getOutputStream();
        String head =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        byte[] chunk = ("400\r\n" + " ".repeat(1024) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        while (!server.isClosed()) {
          out.write(chunk);
          Thread.sleep(20);
        }
      } catch (IOException | InterruptedException cut) {
        // as it should be
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  @Test
  void a_refusal_of_another_call_is_no_answer() throws Exception {
    INVENTORY.stubFor(post(urlEqualTo("/reserve")).willReturn(refusal(402, "PAYMENT_FAILED")));
    assertUnknown(place());

    INVENTORY.stubFor(post(urlEqualTo("/reserve")).willReturn(okJson(RESERVED)));
    PAYMENTS.stubFor(post(urlEqualTo("/charge")).willReturn(refusal(422, "INSUFFICIENT_STOCK")));
    assertUnknown(send(orderUnder(UUID.randomUUID().toString())));
  }

  @Test
  void a_402_of_somebody_in_between_after_a_charge_that_timed_out_is_asked_again()
      throws Exception {
    PAYMENTS.stubFor(
        post(urlEqualTo("/charge"))
            .withHeader("Idempotency-Key", equalTo(IdempotencyKey.toHeader(key)))
            .inScenario("in between")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(okJson(CHARGED).withFixedDelay(3000))
            .willSetStateTo("402"));
    PAYMENTS.stubFor(
        post(urlEqualTo("/charge"))
            .withHeader("Idempotency-Key", equalTo(IdempotencyKey.toHeader(key)))
            .inScenario("in between")
            .whenScenarioStateIs("402")
            .willReturn(aResponse().withStatus(402).withBody("Quota exceeded"))
            .willSetStateTo("well"));

    assertThat(place().statusCode()).isEqualTo(201);

    INVENTORY.verify(0, toUndo("/release", key));
  }

  @Test
  void an_answer_that_is_not_of_the_contract_counts_as_a_failure_for_the_circuit_breaker()
      throws Exception {
    INVENTORY.stubFor(
        post(urlEqualTo("/reserve")).willReturn(aResponse().withBody("<h1>Back soon</h1>")));
    double before = failuresOfInventory();

    assertUnknown(place());

    assertThat(failuresOfInventory() - before).isGreaterThanOrEqualTo(3);
  }

  private double failuresOfInventory() throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(base.resolve("/metrics")))
        .body()
        .lines()
        .filter(line -> line.startsWith("ft_circuitbreaker_calls_total"))
        .filter(line -> line.contains("atInventory") && line.contains("\"failure\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  @Test
  void a_key_that_is_another_orders_over_there_is_left_alone_and_free_for_the_next_request()
      throws Exception {
    PAYMENTS.stubFor(
        post(urlEqualTo("/charge"))
            .withHeader("Idempotency-Key", equalTo(IdempotencyKey.toHeader(key)))
            .willReturn(refusal(409, "IDEMPOTENCY_CONFLICT")));

    var ended = place();
    var next = place();

    assertThat(ended.statusCode()).isEqualTo(503);
    assertThat(statusOfOrder(ended)).isEqualTo("CANCELLED");
    assertThat(stepsOfFirstAttempt(ended))
        .containsExactly("PENDING: ", "reserve 200", "charge 409", "CANCELLED: ");
    assertThat(next.statusCode()).as(next.body()).isEqualTo(201);
  }

  @Test
  void what_is_undone_is_named_with_its_payload() throws Exception {
    PAYMENTS.stubFor(post(urlEqualTo("/charge")).willReturn(refusal(409, "CHARGE_VOIDED")));

    var undone = place();

    assertThat(statusOfOrder(undone)).isEqualTo("CANCELLED");
    INVENTORY.verify(
        1,
        postRequestedFor(urlEqualTo("/release"))
            .withHeader("Idempotency-Key", equalTo(IdempotencyKey.toHeader(key)))
            .withRequestBody(equalToJson("{\"items\": [{\"sku\": \"SKU1\", \"quantity\": 1}]}")));
    PAYMENTS.verify(
        1,
        postRequestedFor(urlEqualTo("/void"))
            .withHeader("Idempotency-Key", equalTo(IdempotencyKey.toHeader(key)))
            .withRequestBody(
                equalToJson("{\"amount_cents\": " + amount + ", \"currency\": \"EUR\"}")));
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE"})
  void a_cut_connection_is_unknown_and_not_a_refusal(Fault fault) throws Exception {
    PAYMENTS.stubFor(post(anyUrl()).willReturn(aResponse().withFault(fault)));

    assertUnknown(place());
  }

  @Test
  void an_answer_later_than_the_timeout_is_unknown() throws Exception {
    PAYMENTS.stubFor(post(anyUrl()).willReturn(aResponse().withFixedDelay(5000)));

    assertUnknown(place());
  }

  @Test
  void the_same_key_succeeds_once_the_upstream_is_back() throws Exception {
    ResponseDefinitionBuilder away = aResponse().withStatus(503);
    PAYMENTS.stubFor(post(anyUrl()).willReturn(away));
    assertUnknown(place());
    everythingGoesWell();

    var retried = place();
    // the worker may be at it just now
    while (retried.statusCode() == 409) {
      Thread.sleep(50);
      retried = place();
    }
    var replayed = place();

    assertThat(retried.statusCode()).as(retried.body()).isIn(201, 200);
    assertThat(replayed.statusCode()).isEqualTo(200);
    assertThat(replayed.body()).isEqualTo(retried.body());
  }

  @Test
  void a_declined_payment_releases_the_reservation_under_its_key() throws Exception {
    PAYMENTS.stubFor(post(urlEqualTo("/charge")).willReturn(refusal(402, "PAYMENT_FAILED")));

    assertThat(place().statusCode()).isEqualTo(402);

    INVENTORY.verify(1, toUndo("/release", key));
  }

  @Test
  void without_a_key_an_unknown_outcome_is_undone_at_once() throws Exception {
    PAYMENTS.stubFor(post(urlEqualTo("/charge")).willReturn(aResponse().withStatus(500)));

    var answer = send(orderWithoutKey());

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(statusOfOrder(answer)).isEqualTo("CANCELLED");
    String id = idOf(answer);
    PAYMENTS.verify(1, toUndo("/void", id));
    INVENTORY.verify(1, toUndo("/release", id));
  }

  @Test
  void of_equal_requests_at_once_one_places_the_order_and_none_fails() {
    // the window between the database's look and its write is short: many rounds, most of them hit
    for (int round = 0; round < 100; round++) {
      var request = orderUnder(key + "-" + round).build();
      var answers =
          Stream.generate(() -> http.sendAsync(request, BodyHandlers.ofString()))
              .limit(16)
              .toList()
              .stream()
              .map(answer -> answer.join().statusCode())
              .toList();

      assertThat(answers).containsOnlyOnce(201).isSubsetOf(201, 200, 409);
    }
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(String what, Condition condition) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("waited in vain for " + what).isLessThan(end);
      Thread.sleep(100);
    }
  }

  private void awaitStatus(HttpResponse<String> answer, String status) throws Exception {
    try {
      await(status, () -> statusOfOrder(answer).equals(status));
    } catch (AssertionError e) {
      throw new AssertionError(act(answer, ""), e);
    }
  }

  private String act(HttpResponse<String> answer, String what) throws Exception {
    String path =
        base.resolve(
                answer
                    .headers()
                    .firstValue("Location")
                    .orElseThrow()
                    .replace("api/orders", "api/admin/orders"))
            .getPath();
    URI admin = URI.create("http://localhost:" + System.getProperty("operators.port") + path);
    var request = HttpRequest.newBuilder(admin.resolve(what));
    if (!what.isEmpty()) {
      request
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofString("{\"reason\": \"payments is back\"}"));
    }
    return send(request).body();
  }

  @Test
  void an_order_tried_too_often_is_parked_with_its_reason_until_an_operator_retries_it()
      throws Exception {
    PAYMENTS.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(503)));
    var unknown = place();

    await("the order to be parked", () -> act(unknown, "").contains("parked_reason"));
    assertThat(act(unknown, "")).contains("status 503").doesNotContain("due_at");
    assertThat(act(unknown, "resolve")).contains("NOT_RESOLVABLE");
    everythingGoesWell();
    String retried = act(unknown, "retry");

    assertThat(retried)
        .contains("\"status\":\"CONFIRMED\"", "\"RETRY\"", "local: payments is back")
        .doesNotContain("parked_reason");
  }

  @Test
  void orders_whose_calls_hang_do_not_delay_another() throws Exception {
    PAYMENTS.stubFor(post(anyUrl()).willReturn(aResponse().withFixedDelay(3000)));
    var poisoned =
        Stream.generate(() -> orderUnder(UUID.randomUUID().toString()).build())
            .limit(10)
            .map(request -> http.sendAsync(request, BodyHandlers.ofString()))
            .toList();
    PAYMENTS.stubFor(
        post(anyUrl())
            .withHeader("Idempotency-Key", equalTo(IdempotencyKey.toHeader(key)))
            .willReturn(aResponse().withStatus(503)));
    var unknown = place();

    PAYMENTS.stubFor(
        post(anyUrl())
            .withHeader("Idempotency-Key", equalTo(IdempotencyKey.toHeader(key)))
            .willReturn(okJson("{\"charged\": true, \"transaction_id\": \"txn_" + key + "\"}")));

    awaitStatus(unknown, "CONFIRMED");
    poisoned.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(503));
  }

  /** Of 16: they would wait for each other, and then for nothing. */
  @Test
  void an_order_that_waits_for_another_service_keeps_no_connection_of_the_database() {
    INVENTORY.stubFor(
        post(urlEqualTo("/reserve")).willReturn(okJson(RESERVED).withFixedDelay(1500)));
    PAYMENTS.stubFor(post(urlEqualTo("/charge")).willReturn(okJson(CHARGED).withFixedDelay(1500)));

    var answers =
        Stream.generate(() -> orderUnder(UUID.randomUUID().toString()).build())
            .limit(60)
            .map(request -> http.sendAsync(request, BodyHandlers.ofString()))
            .toList();

    assertThat(answers)
        .extracting(answer -> answer.join().body())
        .noneMatch(body -> body.contains("DATABASE_UNAVAILABLE"))
        .anyMatch(body -> body.contains("CONFIRMED"));
  }

  @Test
  void an_order_without_an_answer_is_confirmed_in_the_background_and_its_key_then_replayed()
      throws Exception {
    PAYMENTS.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(503)));
    var unknown = place();
    assertUnknown(unknown);

    everythingGoesWell();
    awaitStatus(unknown, "CONFIRMED");

    var replayed = place();
    assertThat(replayed.statusCode()).isEqualTo(200);
    assertThat(replayed.headers().firstValue("Idempotent-Replay")).contains("true");
  }

  @Test
  void a_release_without_an_answer_is_made_good_in_the_background() throws Exception {
    PAYMENTS.stubFor(post(urlEqualTo("/charge")).willReturn(refusal(402, "PAYMENT_FAILED")));
    INVENTORY.stubFor(post(urlEqualTo("/release")).willReturn(aResponse().withStatus(500)));

    var declined = place();
    assertThat(declined.statusCode()).isEqualTo(402);

    INVENTORY.resetRequests();
    INVENTORY.stubFor(post(urlEqualTo("/release")).willReturn(okJson("{\"released\": true}")));
    await("the release", () -> !INVENTORY.findAll(ofThisOrder()).isEmpty());
    await("the end of the order", () -> !act(declined, "").contains("due_at"));
  }

  private static final Object HOOK = new Object();
  private static Runnable hook;
  private static int hookAmount;

  /** At the next charge of this test's order, before it is answered. */
  private void atCharge(Runnable act) {
    synchronized (HOOK) {
      hook = act;
      hookAmount = amount;
    }
  }

  private static void beforeAnswer(Request request) {
    synchronized (HOOK) {
      if (hook != null
          && request.getUrl().equals("/charge")
          && request.getBodyAsString().contains("\"amount_cents\":" + hookAmount + ",")) {
        Runnable act = hook;
        hook = null;
        act.run();
      }
    }
  }

  private static void databaseIsThere() {
    // the lock: what is to happen at a charge has ended, or never begins
    synchronized (HOOK) {
      hook = null;
      inPostgres("alter role orders connection limit -1");
    }
  }

  private static void inPostgres(String... statements) {
    String url =
        "jdbc:postgresql://localhost:"
            + Integer.getInteger("orders.embedded.postgres.port")
            + "/postgres?user=postgres";
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static final String CUT_ALL =
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'orders'";

  private HttpRequest.Builder orderWithoutKey() {
    return HttpRequest.newBuilder(base.resolve("api/orders/"))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(order));
  }

  @Test
  void connections_cut_before_the_last_write_are_not_seen_by_the_client() throws Exception {
    // several in the pool, and all of them dead
    Stream.generate(() -> orderUnder(UUID.randomUUID().toString()).build())
        .limit(16)
        .map(request -> http.sendAsync(request, BodyHandlers.ofString()))
        .toList()
        .forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(201));
    atCharge(() -> inPostgres(CUT_ALL));

    var answer = send(orderWithoutKey());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(statusOfOrder(answer)).isEqualTo("CONFIRMED");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void while_the_database_is_away_at_the_last_write_the_client_learns_where_its_order_is(
      boolean keyed) throws Exception {
    atCharge(() -> inPostgres("alter role orders connection limit 0", CUT_ALL));
    HttpResponse<String> answer;
    try {
      answer = send(keyed ? orderUnder(key) : orderWithoutKey());
    } finally {
      databaseIsThere();
    }

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("{\"detail\":\"DATABASE_UNAVAILABLE\"}");
    assertThat(answer.headers().firstValue("Location").orElseThrow())
        .startsWith(base.getPath() + "api/orders/");
    // who has no key and obeyed would buy twice
    assertThat(answer.headers().firstValue("Retry-After").isPresent()).isEqualTo(keyed);
    awaitStatus(answer, keyed ? "CONFIRMED" : "CANCELLED");
  }

  @Test
  void every_answer_to_an_order_that_is_stored_says_where_it_is() throws Exception {
    PAYMENTS.stubFor(post(urlEqualTo("/charge")).willReturn(refusal(402, "PAYMENT_FAILED")));
    var declined = place();
    assertThat(declined.statusCode()).isEqualTo(402);
    assertThat(statusOfOrder(declined)).isEqualTo("PAYMENT_FAILED");
    assertThat(place().headers().firstValue("Location"))
        .isEqualTo(declined.headers().firstValue("Location"));

    INVENTORY.stubFor(post(urlEqualTo("/reserve")).willReturn(refusal(422, "INSUFFICIENT_STOCK")));
    var refused = send(orderUnder(UUID.randomUUID().toString()));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(statusOfOrder(refused)).isEqualTo("STOCK_FAILED");
  }

  @Test
  void each_call_says_how_long_its_caller_waits() throws Exception {
    assertThat(place().statusCode()).isEqualTo(201);

    INVENTORY.verify(1, ofThisOrder().withHeader("X-Request-Timeout-Ms", matching("[0-9]+")));
    PAYMENTS.verify(1, ofThisOrder().withHeader("X-Request-Timeout-Ms", matching("[0-9]+")));
  }
}
