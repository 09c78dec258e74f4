package orders.system.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import orders.system.fixture.Http;
import org.junit.jupiter.api.Test;

/** What every answer has, whatever it is about. */
public interface HttpContract extends SystemContract {

  @Test
  default void whatever_is_refused_is_refused_in_json_with_the_security_headers() {
    var requests =
        List.of(
            HttpRequest.newBuilder(orders().resolve("/nowhere")),
            HttpRequest.newBuilder(orders().resolve("not-a-uuid/")),
            HttpRequest.newBuilder(orders()).DELETE(),
            HttpRequest.newBuilder(orders())
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{}")),
            HttpRequest.newBuilder(running().inventory.resolve("/nowhere")),
            HttpRequest.newBuilder(running().payments.resolve("/nowhere")),
            // refused by the server before the application sees it
            HttpRequest.newBuilder(running().gateway.resolve("/WEB-INF/web.xml")));

    var answers = requests.stream().map(Http::send).toList();

    assertThat(answers)
        .allSatisfy(
            answer -> {
              assertThat(answer.json().getString("detail")).isNotEmpty();
              assertThat(answer.header("X-Frame-Options")).contains("DENY");
              assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
            });
    assertThat(answers)
        .extracting(Http.Answer::brief)
        .containsExactly(
            "404 NOT_FOUND",
            "404 NOT_FOUND",
            "405 METHOD_NOT_ALLOWED",
            "415 UNSUPPORTED_MEDIA_TYPE",
            "404 NOT_FOUND",
            "404 NOT_FOUND",
            "404 NOT_FOUND");
  }

  @Test
  default void a_body_over_the_limit_is_refused_also_when_it_does_not_say_its_length() {
    byte[] large = " ".repeat(2 << 20).getBytes(StandardCharsets.UTF_8);

    var byLength =
        Http.send(
            HttpRequest.newBuilder(orders())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(large)));
    var chunked =
        Http.send(
            HttpRequest.newBuilder(orders())
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofInputStream(
                        () -> new java.io.ByteArrayInputStream(large))));

    assertThat(byLength.brief()).isEqualTo("413 PAYLOAD_TOO_LARGE");
    assertThat(chunked.brief()).isEqualTo("413 PAYLOAD_TOO_LARGE");
  }

  @Test
  default void all_three_services_say_that_they_are_well() {
    assertThat(Http.get(running().gateway.resolve("/health/")).text()).isEqualTo("{\"ok\":true}");
    assertThat(Http.get(running().gateway.resolve("/health")).text()).isEqualTo("{\"ok\":true}");
    assertThat(Http.get(running().inventory.resolve("/health")).text()).isEqualTo("{\"ok\":true}");
    assertThat(Http.get(running().payments.resolve("/health")).text()).isEqualTo("{\"ok\":true}");
  }

  @Test
  default void a_sane_request_id_is_returned_and_another_replaced() {
    var sane = Http.post(orders(), "{}", "X-Request-ID", "from-the-client.1");
    var odd = Http.post(orders(), "{}", "X-Request-ID", "<script>");

    assertThat(sane.header("X-Request-ID")).contains("from-the-client.1");
    assertThat(odd.header("X-Request-ID").orElseThrow()).matches("[0-9a-f-]{36}");
  }
}
