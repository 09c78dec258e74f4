package orders.system.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From where a request comes, and under which name: what a proxy says, and who is believed. */
public interface ProxyContract extends Edge {

  @Test
  default void forwarded_of_a_trusted_proxy_is_believed_as_the_older_headers_are() {
    String path = "GET /api/orders/";
    String secure = "Forwarded: for=198.51.100.77;proto=https;host=shop.example";

    assertThat(raw("127.0.0.1", path, List.of(secure)).status()).isEqualTo(401);
    assertThat(raw("127.0.0.2", path, List.of(secure)).status()).isEqualTo(308);
    // who made up the first of them cannot also change what the proxy wrote after it
    assertThat(raw("127.0.0.1", path, List.of(secure, "Forwarded: for=1.2.3.4")).status())
        .isEqualTo(308);
    assertThat(raw("127.0.0.1", path, List.of(secure, "X-Forwarded-Proto: http")).status())
        .isEqualTo(308);

    var guesses = new ArrayList<Integer>();
    for (int i = 0; i < 4; i++) {
      String of = "Forwarded: for=\"[2001:db8:7777::%d]:4711\";proto=https".formatted(i);
      guesses.add(raw("127.0.0.1", path, List.of(of, "Authorization: Bearer guess")).status());
    }
    assertThat(guesses).containsExactly(401, 401, 401, 429);
  }

  @Test
  default void who_comes_without_tls_is_sent_to_it_and_only_a_trusted_proxy_says_that_he_did() {
    String proxied = "X-Forwarded-Proto: https";
    var plain = raw("127.0.0.1", "GET /api/orders/?page=2", List.of());
    var forged = raw("127.0.0.2", "GET /api/orders/?page=2", List.of(proxied));
    var secure = raw("127.0.0.1", "GET /api/orders/?page=2", List.of(proxied));

    for (var sentAway : List.of(plain, forged)) {
      assertThat(sentAway.brief()).isEqualTo("308 HTTPS_REQUIRED");
      assertThat(sentAway.headers())
          .containsEntry("Location", "https://localhost/api/orders/?page=2")
          .doesNotContainKey("Strict-Transport-Security");
    }
    assertThat(secure.status()).isEqualTo(401);
    assertThat(secure.headers()).containsEntry("Strict-Transport-Security", "max-age=3600");
    assertThat(raw("127.0.0.2", "GET /health/", List.of()).status()).isEqualTo(200);
  }

  @Test
  default void the_gateway_answers_under_its_own_names_alone() {
    int port = running().gateway.getPort();
    String https = "X-Forwarded-Proto: https";

    assertThat(
            raw("127.0.0.1", "GET /api/orders/", List.of(https, "Host: evil.example:" + port))
                .brief())
        .isEqualTo("400 INVALID_HOST");
    assertThat(
            raw("127.0.0.1", "GET /api/orders/", List.of(https, "Host: shop.example.evil:" + port))
                .brief())
        .isEqualTo("400 INVALID_HOST");
    assertThat(
            raw("127.0.0.1", "GET /api/orders/", List.of(https, "Host: WWW.shop.example:" + port))
                .status())
        .isEqualTo(401);
    assertThat(raw("127.0.0.1", "GET /health", List.of("Host: 10.0.0.7:" + port)).status())
        .isEqualTo(200);
  }
}
