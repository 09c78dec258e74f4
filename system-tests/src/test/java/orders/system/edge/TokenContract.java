package orders.system.edge;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.stream.Stream;
import orders.system.fixture.Http;
import orders.system.fixture.Jwt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may come in, and what of it is theirs. */
public interface TokenContract extends Edge {

  static Stream<Arguments> badTokens() {
    String claims = Jwt.claims("eve", 3600);
    return Stream.of(
        Arguments.of("none", null),
        Arguments.of("empty", ""),
        Arguments.of("rubbish", "abc"),
        Arguments.of("three parts of rubbish", "a.b.c"),
        Arguments.of("unsigned", Jwt.unsigned(claims)),
        Arguments.of("the public key as a secret", ISSUER.signedWithThePublicKeyAsASecret(claims)),
        Arguments.of("another's key", new Jwt().token("eve")),
        Arguments.of(
            "a key of its own", new Jwt().sign(claims, Jwt.RS256 + ",\"jku\":\"http://x\"")),
        Arguments.of("another algorithm", ISSUER.sign(claims, "\"alg\":\"RS512\"")),
        Arguments.of("expired", ISSUER.sign(Jwt.claims("eve", -60), Jwt.RS256)),
        Arguments.of("without an end", signed(claims.replaceAll("\"exp\":\\d+,", ""))),
        Arguments.of("without a subject", signed(claims.replace("\"sub\":\"eve\",", ""))),
        Arguments.of("a subject that breaks lines", signed(claims.replace("eve", "e\\r\\nve"))),
        Arguments.of("a subject with NUL", signed(claims.replace("eve", "e\\u0000"))),
        Arguments.of("another issuer", signed(claims.replace("\"issuer\"", "\"other\""))),
        Arguments.of(
            "another audience", signed(claims.replace("\"aud\":\"orders\"", "\"aud\":\"x\""))),
        Arguments.of("groups that are none", signed(claims.replace("[]", "7"))),
        Arguments.of("changed", ISSUER.token("eve").replaceFirst("\\.[^.]*\\.", ".e30.")));
  }

  private static String signed(String claims) {
    return ISSUER.sign(claims, Jwt.RS256);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("orders.system.edge.TokenContract#badTokens")
  default void a_token_that_is_no_good_opens_nothing(String what, String token) {
    var answer = get("/api/orders/", token);

    assertThat(answer.brief()).isEqualTo("401 UNAUTHENTICATED");
    assertThat(answer.header("WWW-Authenticate").orElseThrow())
        .isEqualTo(token == null ? "Bearer" : "Bearer error=\"invalid_token\"");
  }

  @Test
  default void an_order_is_its_owners_and_the_operators_alone() {
    String owner = ISSUER.token("owner");
    String stranger = ISSUER.token("stranger");
    String operator = ISSUER.token("night-shift", "operator");
    String id = confirmed(running().gateway, owner, "mine").getString("id");
    String order = "/api/orders/" + id + "/";

    assertThat(get(order, owner).status()).isEqualTo(200);
    var foreign = get(order, stranger);
    var missing = get("/api/orders/00000000-0000-4000-8000-000000000000/", stranger);
    assertThat(foreign.brief()).isEqualTo("404 NOT_FOUND");
    assertThat(foreign.text()).isEqualTo(missing.text());
    assertThat(get(order + "timeline/", stranger).status()).isEqualTo(404);
    assertThat(
            Http.send(
                    request(running().gateway, order + "cancel/", stranger)
                        .POST(BodyPublishers.noBody()))
                .status())
        .isEqualTo(404);
    assertThat(get("/api/orders/", stranger).json().getInt("count")).isZero();
    assertThat(get("/api/orders/", owner).json().getInt("count")).isEqualTo(1);

    assertThat(get(order, operator).status()).isEqualTo(200);
    assertThat(get("/api/orders/", operator).json().getInt("count")).isGreaterThanOrEqualTo(1);
    assertThat(get("/api/admin/orders/" + id, operator).status()).isEqualTo(200);
    assertThat(get("/api/admin/orders/" + id, owner).brief()).isEqualTo("404 NOT_FOUND");
    assertThat(get("/api/admin/orders/" + id, null).status()).isEqualTo(401);
    // at the machine itself, where no proxy is
    assertThat(atTheOperatorsPort(id, operator).status()).isEqualTo(200);
    assertThat(atTheOperatorsPort(id, owner).brief()).isEqualTo("403 OPERATORS_ONLY");
    assertThat(atTheOperatorsPort(id, null).status()).isEqualTo(401);

    var cancelled =
        Http.send(
            request(running().gateway, "/api/admin/orders/" + id + "/cancel", operator)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"reason\": \"asked for by phone\"}")));
    assertThat(cancelled.text()).contains("\"night-shift: asked for by phone\"");
  }

  @Test
  default void an_operator_who_cancels_or_refunds_in_a_clients_place_is_written_down_by_name() {
    String owner = ISSUER.token("owner-of-two");
    String operator = ISSUER.token("night-shift", "operator");
    String order = "/api/orders/" + confirmed(running().gateway, owner, "k").getString("id") + "/";

    var refunded =
        Http.send(
            request(running().gateway, order + "refunds/", operator)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"amount_cents\": 1}")));
    assertThat(refunded.status()).isEqualTo(201);
    assertThat(get(order + "timeline/", operator).text())
        .contains("\"REFUND\"")
        .contains("\"night-shift: asked for by an operator\"");
    var cancelled =
        Http.send(
            request(running().gateway, order + "cancel/", operator).POST(BodyPublishers.noBody()));
    assertThat(cancelled.status()).isEqualTo(200);

    assertThat(get(order + "timeline/", operator).text()).doesNotContain("asked for by its client");
  }

  private Http.Answer atTheOperatorsPort(String id, String token) {
    var request = HttpRequest.newBuilder(running().operators.resolve("/api/admin/orders/" + id));
    return Http.send(token == null ? request : request.header("Authorization", "Bearer " + token));
  }

  @Test
  default void the_same_key_of_two_users_is_two_orders() {
    JsonObject one = confirmed(running().gateway, ISSUER.token("one"), "same-key");
    JsonObject other = confirmed(running().secondGateway, ISSUER.token("other"), "same-key");

    assertThat(other.getString("id")).isNotEqualTo(one.getString("id"));
    var again = place(running().secondGateway, ISSUER.token("one"), "same-key");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json()).isEqualTo(one);
  }

  @Test
  default void inventory_and_payments_answer_only_who_has_the_service_token() {
    for (URI service : List.of(running().inventory, running().payments)) {
      for (String path : List.of("/stock/EDGE-1", "/simulator", "/nowhere", "//health")) {
        for (String token : new String[] {"", "Bearer", "Bearer x", "Basic " + SERVICE_TOKEN}) {
          var request = HttpRequest.newBuilder(service.resolve(path.replace("//", "/./")));
          var answer =
              Http.send(token.isEmpty() ? request : request.header("Authorization", token));
          if (!path.equals("//health")) {
            assertThat(answer.brief()).isEqualTo("401 UNAUTHENTICATED");
            assertThat(answer.header("WWW-Authenticate")).contains("Bearer");
          }
        }
      }
      assertThat(Http.get(service.resolve("/health")).status()).isEqualTo(200);
    }
    assertThat(Http.post(running().inventory.resolve("/reserve"), "{\"items\":[]}").brief())
        .isEqualTo("401 UNAUTHENTICATED");
  }
}
