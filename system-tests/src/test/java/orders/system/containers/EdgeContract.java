package orders.system.containers;

import static orders.system.fixture.OrderJson.item;
import static orders.system.fixture.OrderJson.order;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.URI;
import java.util.List;
import orders.system.badrequests.BadRequest;
import orders.system.containers.MalformedRequests.MalformedRequest;
import orders.system.contract.SystemContract;
import orders.system.fixture.Http;
import orders.system.fixture.RawHttp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the edge does by itself, and that it speaks as the API does. */
interface EdgeContract extends SystemContract {

  /** As in compose.yml. */
  int BODY_BYTES_MAX = 1_048_576;

  /**
   * Requests of one address to another edge of the same image, which lets through one a second; of
   * each the answer and then the method.
   */
  String ASK_A_STRICT_EDGE =
      """
      export CORS_ALLOWED_ORIGINS=http://other.example,https://Shop.example
      sh /start.sh > /tmp/log 2>&1 &
      until curl --silent --fail http://127.0.0.1:8081/; do sleep 0.2; done
      ask() {
        curl --silent --insecure --include --write-out "\\n$2\\n" --request "$2" \
          --header "Idempotency-Key: one" --header "Origin: https://shop.example" "https://localhost:8443$1?[1-200]"
      }
      ask /health GET
      ask /api/orders/ POST
      """;

  /**
   * @return that of the containers
   */
  Compose compose();

  @Test
  default void nginx_finds_nothing_wrong_with_its_configuration() {
    for (var each :
        List.of(List.of("edge", "/tmp/nginx.conf"), List.of("debug", "/etc/nginx/debug.conf"))) {
      var tested = compose().exec(each.get(0), "nginx", "-t", "-c", each.get(1)).successfully();

      assertThat(tested.errors()).contains("test is successful").doesNotContain("[warn]");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -tls1_1 | alert number 70
          -tls1_2 | Protocol version: TLSv1.2
          -tls1_3 | Protocol version: TLSv1.3
          """)
  default void tls_is_of_a_version_that_is_safe(String version, String said) {
    var connected =
        compose()
            .exec(
                "edge",
                "bash",
                "-c",
                "openssl s_client -brief -connect localhost:8443 -cipher ALL@SECLEVEL=0 "
                    + version
                    + " < /dev/null 2>&1");

    assertThat(connected.output()).contains(said);
  }

  @Test
  default void http_is_sent_to_https_and_https_says_that_it_stays() {
    var http =
        URI.create("http://localhost:" + System.getenv().getOrDefault("PUBLIC_HTTP_PORT", "8080"));

    var sent = Http.get(http.resolve("/api/orders/?page=2"));
    var secure = Http.get(orders());

    assertThat(sent.status()).isEqualTo(308);
    assertThat(sent.header("Location")).contains(orders() + "?page=2");
    assertThat(sent.header("Strict-Transport-Security")).isEmpty();
    assertThat(secure.header("Strict-Transport-Security")).contains("max-age=31536000");
  }

  @Test
  default void http_at_the_port_of_tls_is_answered_in_json() {
    var plain = URI.create("http://localhost:" + running().gateway.getPort());

    var answer = RawHttp.send(plain, RawHttp.request(plain, "GET /health", List.of(), new byte[0]));

    requireJson(answer);
    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  default void a_body_may_be_as_large_as_the_gateway_takes_it_and_no_larger() {
    String order = order(item("EDGE-LARGE", 1), 100);
    String largest = order + " ".repeat(BODY_BYTES_MAX - order.length());

    assertThat(Http.post(orders(), largest).brief()).isEqualTo("422 INSUFFICIENT_STOCK");
    assertThat(Http.post(orders(), largest + " ").brief()).isEqualTo("413 PAYLOAD_TOO_LARGE");
  }

  @Test
  default void who_asks_too_often_is_told_when_to_ask_again() {
    String[] answers =
        compose()
            .run(
                "run",
                "--rm",
                "-T",
                "--no-deps",
                "-e",
                "EDGE_REQUESTS_A_SECOND=1",
                "--entrypoint",
                "bash",
                "edge",
                "-c",
                ASK_A_STRICT_EDGE)
            .successfully()
            .output()
            .split("(?m)^(?=HTTP/2 )");

    // of the first kind some come through, and then hardly any
    assertThat(answers).anyMatch(answer -> answer.startsWith("HTTP/2 200"));
    for (String kind : List.of("GET", "POST")) {
      assertThat(answers)
          .filteredOn(answer -> answer.startsWith("HTTP/2 429") && answer.contains(kind))
          .isNotEmpty()
          .allMatch(answer -> answer.contains("\r\nretry-after: 1\r\n"))
          // or the page that asked is told nothing
          .allMatch(
              answer ->
                  answer.contains("\r\naccess-control-allow-origin: https://shop.example\r\n"))
          .allMatch(answer -> answer.contains("\r\n\r\n{\"detail\":\"RATE_LIMITED\"}"));
    }
  }

  @ParameterizedTest
  @MethodSource("orders.system.containers.MalformedRequests#all")
  default void a_malformed_request_is_answered_in_json(MalformedRequest request) {
    requireJson(RawHttp.send(running().gateway, request.bytes(running().gateway)));
  }

  /** The edge may say it in other words than the gateway, and refuse more. */
  @ParameterizedTest
  @MethodSource("orders.system.badrequests.BadRequests#ofTheGateway")
  default void what_the_gateway_refuses_is_refused_in_json_through_the_edge_too(
      BadRequest request) {
    var answer = RawHttp.send(running().gateway, request.bytes(running().gateway));

    requireJson(answer);
    assertThat(answer.status()).isBetween(400, 499);
  }

  private static void requireJson(RawHttp.Answer answer) {
    assertThat(answer.body()).doesNotContainIgnoringCase("<html").startsWith("{");
    JsonObject json;
    try (var reader = Json.createReader(new StringReader(answer.body()))) {
      json = reader.readObject();
    }
    if (answer.status() >= 300) {
      assertThat(json.getString("detail")).isNotEmpty();
    }
  }
}
