package orders.system.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import orders.system.fixture.Http;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a page of another origin may do, and what it is told. */
public interface BrowserContract extends Edge {

  @Test
  default void pages_of_an_allowed_origin_may_call_and_no_others() {
    var preflight = preflight(SHOP);
    assertThat(preflight.status()).isEqualTo(204);
    assertThat(preflight.header("Access-Control-Allow-Origin")).contains(SHOP);
    assertThat(preflight.header("Access-Control-Allow-Methods")).contains("GET, POST");
    assertThat(preflight.header("Access-Control-Allow-Headers").orElseThrow())
        .contains("Authorization", "Idempotency-Key");
    assertThat(String.join(", ", preflight.response().headers().allValues("Vary")))
        .contains("Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers");

    for (String origin : List.of("https://evil.example", "null", SHOP + ".evil.example")) {
      var refused = preflight(origin);
      assertThat(refused.header("Access-Control-Allow-Origin")).isEmpty();
      assertThat(String.join(", ", refused.response().headers().allValues("Vary")))
          .contains("Origin");
    }

    var unauthenticated =
        Http.send(request(running().gateway, "/api/orders/", null).header("Origin", SHOP));
    assertThat(unauthenticated.status()).isEqualTo(401);
    assertThat(unauthenticated.header("Access-Control-Allow-Origin")).contains(SHOP);
    assertThat(unauthenticated.header("Access-Control-Expose-Headers").orElseThrow())
        .contains("Retry-After", "RateLimit");
  }

  @Test
  default void a_preflight_is_told_every_header_that_a_page_may_send() {
    String allowed = preflight(SHOP).header("Access-Control-Allow-Headers").orElseThrow();

    assertThat(List.of(allowed.split(", ")))
        .contains("Content-Type", "Idempotency-Key", "traceparent", "tracestate", "baggage")
        .contains("X-Of-The-Shop");
  }

  @Test
  default void an_origin_is_the_same_in_capitals_and_with_its_scheme_s_own_port() {
    assertThat(preflight("https://upper.example").header("Access-Control-Allow-Origin"))
        .contains("https://upper.example");
    assertThat(preflight("http://plain.example").header("Access-Control-Allow-Origin"))
        .contains("http://plain.example");
    assertThat(preflight("https://plain.example").header("Access-Control-Allow-Origin")).isEmpty();
  }

  private Http.Answer preflight(String origin) {
    return Http.send(
        request(running().gateway, "/api/orders/", null)
            .header("Origin", origin)
            .header("Access-Control-Request-Method", "POST")
            .header("Access-Control-Request-Headers", "content-type")
            .method("OPTIONS", BodyPublishers.noBody()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          413 PAYLOAD_TOO_LARGE      | POST /api/orders/     | Transfer-Encoding: chunked
          415 UNSUPPORTED_MEDIA_TYPE | POST /api/orders/     | Content-Type: ;;;
          400 BAD_REQUEST            | POST /api/orders/     | Transfer-Encoding: xchunked
          400 BAD_REQUEST            | GET /api/orders/?a={  | Accept: */*
          400 INVALID_HOST           | GET /api/orders/      | Host: a b
          400 INVALID_HOST           | GET /api/orders/      | Host: evil.example:PORT
          404 NOT_FOUND              | GET /WEB-INF/web.xml  | Accept: */*
          404 NOT_FOUND              | GET /server-error-answer | Accept: */*
          401 UNAUTHENTICATED        | GET /api/orders/      | Accept: */*
          """)
  default void an_answer_of_whatever_layer_has_the_same_headers_and_the_same_form(
      String expected, String line, String header) {
    byte[] large =
        ("200001\r\n" + " ".repeat(0x200001) + "\r\n0\r\n\r\n").getBytes(StandardCharsets.UTF_8);
    byte[] body = header.endsWith(" chunked") ? large : new byte[0];
    String port = Integer.toString(running().gateway.getPort());
    var headers =
        List.of(
            header.replace("PORT", port),
            "Origin: " + SHOP,
            "X-Request-ID: of-the-page",
            "X-Forwarded-Proto: https");
    var answer = raw("127.0.0.1", line, headers, body);

    assertThat(answer.brief()).isEqualTo(expected);
    assertThat(answer.headers())
        .containsEntry("Access-Control-Allow-Origin", SHOP)
        .containsEntry("X-Request-ID", "of-the-page")
        .containsEntry("Strict-Transport-Security", "max-age=3600")
        .containsEntry("X-Content-Type-Options", "nosniff")
        .containsKey("Access-Control-Expose-Headers");
    assertThat(answer.headers().get("Content-Type")).startsWith("application/json");
    assertThat(answer.headers().get("Vary").split(", *")).containsOnlyOnce("Origin", "Accept");

    var asProblem = new ArrayList<>(headers);
    asProblem.removeIf(sent -> sent.startsWith("Accept:"));
    // two lines are one list
    asProblem.add("Accept: application/json;q=0.1");
    asProblem.add("Accept: application/problem+json");
    var problem = raw("127.0.0.1", line, asProblem, body);
    assertThat(problem.headers().get("Content-Type")).startsWith("application/problem+json");
    assertThat(problem.status() + " " + problem.json().getString("code")).isEqualTo(expected);
  }
}
