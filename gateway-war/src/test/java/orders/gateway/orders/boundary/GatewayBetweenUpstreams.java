package orders.gateway.orders.boundary;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.matching.RequestPatternBuilder;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import orders.http.idempotency.IdempotencyKey;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;
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

/** The gateway in Liberty on its real database, between upstreams that answer on command. */
@ArquillianTest
@RunAsClient
abstract class GatewayBetweenUpstreams {
  static final WireMockServer INVENTORY = upstream("inventory");
  static final WireMockServer PAYMENTS = upstream("payments");
  static final String RESERVED = "{\"reserved\": true}";
  static final String CHARGED = "{\"charged\": true, \"transaction_id\": \"txn_9\"}";

  static final String CUT_ALL =
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'orders'";

  /** Not from 1: the database may have orders of an earlier run, which are worked on as well. */
  private static final AtomicInteger AMOUNTS =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(1_000, 1_000_000_000));

  private static final Object HOOK = new Object();
  private static Runnable hook;
  private static int hookAmount;

  static {
    PAYMENTS.addMockServiceRequestListener((request, response) -> beforeAnswer(request));
  }

  @ArquillianResource URI base;

  final HttpClient http = HttpClient.newHttpClient();
  final String key = UUID.randomUUID().toString();

  /** Tells the orders of this test from those of others that are still worked on. */
  final int amount = AMOUNTS.incrementAndGet();

  final String order =
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
  static ResponseDefinitionBuilder refusal(int status, String code) {
    return okJson("{\"detail\": \"" + code + "\"}").withStatus(status);
  }

  HttpResponse<String> place() throws IOException, InterruptedException {
    return send(orderUnder(key));
  }

  HttpRequest.Builder orderUnder(String idempotencyKey) {
    return HttpRequest.newBuilder(base.resolve("api/orders/"))
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", idempotencyKey)
        .POST(HttpRequest.BodyPublishers.ofString(order));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
  }

  String statusOfOrder(HttpResponse<String> answer) throws IOException, InterruptedException {
    URI location = base.resolve(answer.headers().firstValue("Location").orElseThrow());
    try (var reader =
        Json.createReader(new StringReader(send(HttpRequest.newBuilder(location)).body()))) {
      JsonObject order = reader.readObject();
      return order.getString("status");
    }
  }

  /** Its key upstream if its client gave it none. */
  static String idOf(HttpResponse<String> answer) {
    String location = answer.headers().firstValue("Location").orElseThrow();
    return location.replaceFirst(".*/orders/([^/]+)/$", "$1");
  }

  RequestPatternBuilder ofThisOrder() {
    return postRequestedFor(anyUrl())
        .withHeader("Idempotency-Key", equalTo(IdempotencyKey.toHeader(key)));
  }

  /** Only of that order: others of earlier tests may be undone just now. */
  static RequestPatternBuilder toUndo(String path, String upstreamKey) {
    return postRequestedFor(urlEqualTo(path))
        .withHeader("Idempotency-Key", equalTo(IdempotencyKey.toHeader(upstreamKey)));
  }

  /** What its request did, before the worker went on with it. */
  List<String> stepsOfFirstAttempt(HttpResponse<String> answer)
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
  void assertUnknown(HttpResponse<String> answer) throws IOException, InterruptedException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("{\"detail\":\"UPSTREAM_UNAVAILABLE\"}");
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(statusOfOrder(answer)).isEqualTo("PENDING");
  }

  static void await(String what, Callable<Boolean> condition) {
    waiting(what).until(condition);
  }

  static ConditionFactory waiting(String what) {
    return Awaitility.await(what)
        .pollInterval(Duration.ofMillis(100))
        .atMost(Duration.ofSeconds(90));
  }

  void awaitStatus(HttpResponse<String> answer, String status) throws Exception {
    try {
      await(status, () -> statusOfOrder(answer).equals(status));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(act(answer, ""), e);
    }
  }

  String act(HttpResponse<String> answer, String what) throws Exception {
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

  /** At the next charge of this test's order, before it is answered. */
  void atCharge(Runnable act) {
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

  static void databaseIsThere() {
    // the lock: what is to happen at a charge has ended, or never begins
    synchronized (HOOK) {
      hook = null;
      inPostgres("alter role orders connection limit -1");
    }
  }

  static void inPostgres(String... statements) {
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

  HttpRequest.Builder orderWithoutKey() {
    return HttpRequest.newBuilder(base.resolve("api/orders/"))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(order));
  }
}
