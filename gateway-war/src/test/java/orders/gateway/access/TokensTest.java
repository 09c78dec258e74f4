package orders.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import orders.gateway.edge.Caller;
import orders.http.error.ApiException;
import orders.value.ApiAuth;
import org.jose4j.base64url.Base64Url;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys from an address: their server answers, answers nonsense, or is away. */
class TokensTest {
  private final RsaJsonWebKey key = key("one");
  private final AtomicInteger fetches = new AtomicInteger();
  private volatile String keys = new JsonWebKeySet(key).toJson();
  private HttpServer server;

  private static RsaJsonWebKey key(String id) {
    try {
      RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
      key.setKeyId(id);
      return key;
    } catch (JoseException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/keys",
        exchange -> {
          fetches.incrementAndGet();
          byte[] body = keys.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Tokens tokens() {
    var tokens = new Tokens();
    tokens.auth = ApiAuth.JWT;
    tokens.key = Optional.empty();
    tokens.location = Optional.of("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
    tokens.issuer = Optional.of("issuer");
    tokens.audiences = Optional.of("orders, mobile");
    tokens.configure(null);
    return tokens;
  }

  private static String token(RsaJsonWebKey key, String audience) throws JoseException {
    return token(key, audience, "me");
  }

  private static String token(RsaJsonWebKey key, String audience, String subject)
      throws JoseException {
    var claims = new JwtClaims();
    claims.setIssuer("issuer");
    claims.setAudience(audience);
    claims.setSubject(subject);
    claims.setExpirationTimeMinutesInTheFuture(5);
    claims.setStringListClaim("groups", "operator");
    var signature = new JsonWebSignature();
    signature.setPayload(claims.toJson());
    signature.setKey(key.getPrivateKey());
    signature.setKeyIdHeaderValue(key.getKeyId());
    signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
    return signature.getCompactSerialization();
  }

  @Test
  void a_token_signed_with_a_key_of_the_address_is_good_for_each_audience() throws Exception {
    Tokens tokens = tokens();
    var me = new Caller.User("me", Set.of("operator"));

    assertThat(tokens.verified(token(key, "orders"))).contains(me);
    assertThat(tokens.verified(token(key, "mobile"))).contains(me);
    assertThat(tokens.verified(token(key, "other"))).isEmpty();
    assertThat(fetches).hasValue(1);
  }

  @Test
  void a_subject_is_as_long_as_it_can_be_stored_and_in_visible_ascii() throws Exception {
    Tokens tokens = tokens();

    for (String good : new String[] {"~", "auth0|me@shop.example", "x".repeat(255)}) {
      assertThat(tokens.verified(token(key, "orders", good))).map(Caller.User::name).contains(good);
    }
    for (String bad : new String[] {"", "a b", "x".repeat(256), "\u00e9", "\u0661", "\0"}) {
      assertThat(tokens.verified(token(key, "orders", bad))).isEmpty();
    }
  }

  /** As deep as a header may be long; a parser that calls itself would run out of stack. */
  @Test
  void a_token_nested_deep_is_no_good_and_no_fault() {
    String header = "{\"alg\":\"RS256\",\"kid\":" + "[".repeat(6_000) + "]".repeat(6_000) + "}";
    String token = Base64Url.encodeUtf8ByteRepresentation(header) + ".e30.AAAA";

    assertThat(tokens().verified(token)).isEmpty();
  }

  @Test
  void who_makes_up_keys_does_not_set_the_pace_of_fetching() throws Exception {
    Tokens tokens = tokens();
    RsaJsonWebKey unknown = key("unknown");

    for (int i = 0; i < 20; i++) {
      assertThat(tokens.verified(token(unknown, "orders"))).isEmpty();
    }

    assertThat(fetches).hasValueLessThanOrEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "{}", "{\"keys\":7}", "{\"keys\":[]}"})
  void an_address_that_answers_nonsense_makes_no_token_bad(String answer) throws Exception {
    keys = answer;
    Tokens tokens = tokens();

    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> tokens.verified(token(key, "orders")))
          .isInstanceOf(ApiException.class)
          .hasMessage("AUTH_UNAVAILABLE");
    }

    assertThat(fetches).as("it is let rest").hasValue(1);
  }

  @Test
  void without_their_server_the_keys_known_go_on_to_hold() throws Exception {
    Tokens tokens = tokens();
    tokens.verified(token(key, "orders"));
    server.stop(0);

    assertThat(tokens.verified(token(key, "orders"))).isPresent();
    RsaJsonWebKey unknown = key("unknown");
    assertThatThrownBy(() -> tokens().verified(token(unknown, "orders")))
        .hasMessage("AUTH_UNAVAILABLE");
  }
}
