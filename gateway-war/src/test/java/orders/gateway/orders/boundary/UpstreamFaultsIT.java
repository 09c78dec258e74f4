package orders.gateway.orders.boundary;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import orders.http.idempotency.IdempotencyKey;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the gateway makes of the answers of upstreams that misbehave, and of none. */
class UpstreamFaultsIT extends GatewayBetweenUpstreams {

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
  void each_call_says_how_long_its_caller_waits() throws Exception {
    assertThat(place().statusCode()).isEqualTo(201);

    INVENTORY.verify(1, ofThisOrder().withHeader("X-Request-Timeout-Ms", matching("[0-9]+")));
    PAYMENTS.verify(1, ofThisOrder().withHeader("X-Request-Timeout-Ms", matching("[0-9]+")));
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
    private final Thread accepting = new Thread(this::accept);

    EndlessAnswer(int port) throws IOException {
      server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
      accepting.start();
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
      // the port is free once nobody waits at it any more
      Awaitility.await().until(() -> !accepting.isAlive());
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
}
