package orders.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import orders.system.fixture.Http;
import orders.system.fixture.Jwt;
import orders.system.fixture.OrderJson;
import orders.system.fixture.Parallel;
import orders.system.fixture.RawHttp;
import orders.system.fixture.Running;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may come in, how often and from where: two gateways as in production, behind a proxy. */
class FrontDoorIT {
  private static final int CREATES_A_MINUTE = 20;

  /** Well within what the gateways wait for Redis. */
  private static final int LATE_MS = 250;

  private static final String SERVICE_TOKEN = "only-for-tests-0123456789";
  private static final String SHOP = "https://shop.example";
  private static final String ORIGINS =
      SHOP + ", https://Upper.Example:443,http://plain.example:80";
  private static final Jwt ISSUER = new Jwt();
  private static final AtomicInteger ADDRESSES = new AtomicInteger();

  private static Running running;

  @BeforeAll
  static void start() {
    running =
        Running.twoGateways(
                "front-door",
                Map.ofEntries(
                    Map.entry("API_AUTH", "jwt"),
                    Map.entry("MP_JWT_VERIFY_PUBLICKEY", ISSUER.publicPem()),
                    Map.entry("MP_JWT_VERIFY_ISSUER", "issuer"),
                    Map.entry("MP_JWT_VERIFY_AUDIENCES", "orders"),
                    Map.entry("SERVICE_TOKEN", SERVICE_TOKEN),
                    Map.entry("TRUSTED_PROXIES", "127.0.0.1"),
                    Map.entry("ALLOWED_HOSTS", "localhost,.shop.example"),
                    Map.entry("CORS_ALLOWED_ORIGINS", ORIGINS),
                    Map.entry("CORS_ALLOWED_HEADERS", "X-Of-The-Shop"),
                    Map.entry("SECURE_SSL_REDIRECT", "1"),
                    Map.entry("SECURE_HSTS_SECONDS", "3600"),
                    Map.entry("THROTTLE_ORDERS_CREATE", CREATES_A_MINUTE + "/min"),
                    Map.entry("THROTTLE_ORDERS_DETAIL", "5/s"),
                    Map.entry("THROTTLE_AUTH_FAILURES", "3/min"),
                    // a busy machine may keep Redis from its turn for longer than the default
                    Map.entry("REDIS_TIMEOUT_MS", "10000")))
            .start();
    var stocked =
        HttpRequest.newBuilder(running.inventory.resolve("/stock/DOOR-1"))
            .header("Authorization", "Bearer " + SERVICE_TOKEN)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString("{\"quantity\": 1000}"));
    assertThat(Http.send(stocked).status()).isEqualTo(200);
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  /** As the proxy passes it on; every client has an address of its own. */
  private static HttpRequest.Builder request(URI gateway, String path, String token) {
    var request =
        HttpRequest.newBuilder(gateway.resolve(path))
            .header("X-Forwarded-Proto", "https")
            .header("X-Forwarded-For", "2001:db8:0:" + ADDRESSES.incrementAndGet() + "::1");
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private static Http.Answer get(String path, String token) {
    return Http.send(request(running.gateway, path, token));
  }

  private static Http.Answer place(URI gateway, String token, String key) {
    return Http.send(
        request(gateway, "/api/orders/", token)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(OrderJson.order(OrderJson.item("DOOR-1", 1), 100))));
  }

  @Test
  void of_70_parallel_creates_over_two_gateways_exactly_20_are_admitted() throws Exception {
    var answers = placeInParallel("many", CREATES_A_MINUTE + 50);

    assertAdmitted(CREATES_A_MINUTE, answers);
    assertThat(answers)
        .filteredOn(answer -> answer.status() == 429)
        .allSatisfy(
            answer -> {
              assertThat(answer.header("RateLimit").orElseThrow())
                  .startsWith("\"orders_create\";r=0;t=");
              assertThat(answer.header("RateLimit-Policy")).contains("\"orders_create\";q=20;w=60");
              assertThat(Integer.parseInt(answer.header("Retry-After").orElseThrow()))
                  .isBetween(1, 60);
            });
  }

  @Test
  void while_redis_answers_late_exactly_20_are_admitted_all_the_same() throws Exception {
    ProcessHandle redis = running.redis();
    signal("STOP", redis);
    CompletableFuture<Void> late =
        CompletableFuture.runAsync(
            () -> signal("CONT", redis),
            CompletableFuture.delayedExecutor(LATE_MS, TimeUnit.MILLISECONDS));
    List<Http.Answer> answers;
    try {
      answers = placeInParallel("late", CREATES_A_MINUTE + 50);
    } finally {
      late.join();
    }

    assertAdmitted(CREATES_A_MINUTE, answers);
  }

  /** OVERLOADED was not admitted; with any other 503 it was, and then no service was free. */
  private static void assertAdmitted(int admitted, List<Http.Answer> answers) {
    var counts =
        answers.stream()
            .map(Http.Answer::brief)
            .collect(Collectors.groupingBy(brief -> brief, TreeMap::new, Collectors.counting()));
    assertThat(counts)
        .containsEntry("429 RATE_LIMITED", (long) answers.size() - admitted)
        .containsKey("201")
        .doesNotContainKey("503 OVERLOADED");
    assertThat(counts.keySet()).allMatch(brief -> brief.matches("201|429 .*|503 .*"));
  }

  private static List<Http.Answer> placeInParallel(String user, int requests) throws Exception {
    String token = ISSUER.token(user);
    var calls = new ArrayList<Callable<Http.Answer>>();
    for (int i = 0; i < requests; i++) {
      String key = "parallel-" + i;
      URI gateway = i % 2 == 0 ? running.gateway : running.secondGateway;
      calls.add(() -> place(gateway, token, key));
    }
    return Parallel.inParallel(calls);
  }

  @Test
  void after_the_time_told_the_next_request_succeeds() throws Exception {
    String token = ISSUER.token("patient");
    var refused = new AtomicReference<Http.Answer>();

    Running.await(
        "more than 5 within a second",
        () -> {
          get5AndMore(token).stream()
              .filter(answer -> answer.status() == 429)
              .forEach(refused::set);
          return refused.get() != null;
        });

    Thread.sleep(1000L * Integer.parseInt(refused.get().header("Retry-After").orElseThrow()));
    assertThat(get("/api/orders/none/", token).status()).isEqualTo(404);
  }

  private static List<Http.Answer> get5AndMore(String token) {
    try {
      return Parallel.inParallel(Collections.nCopies(15, () -> get("/api/orders/none/", token)));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void while_redis_stands_still_or_is_away_each_gateway_holds_callers_to_their_limits()
      throws Exception {
    ProcessHandle redis = running.redis();
    signal("STOP", redis);
    List<Http.Answer> answers;
    try {
      answers = placeInParallel("without-redis", 100);
    } finally {
      signal("CONT", redis);
    }

    assertAdmitted(2 * CREATES_A_MINUTE, answers);
    Running.await("both gateways to ask Redis again", () -> redisIsUp().equals(List.of(1.0, 1.0)));
    // nobody begins anew: each gateway knows what it admitted
    assertThat(placeInParallel("without-redis", 10))
        .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(429));
  }

  /** The two gateways' gauge. */
  private static List<Double> redisIsUp() {
    return running.servers.keySet().stream()
        .filter(server -> server.startsWith("gateway"))
        .map(server -> Http.get(running.management(server).resolve("/metrics")).text())
        .map(
            text ->
                text.lines()
                    .filter(line -> line.startsWith("throttle_redis_up{"))
                    .mapToDouble(line -> Double.parseDouble(line.split(" ")[1]))
                    .sum())
        .toList();
  }

  private static void signal(String name, ProcessHandle process) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

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
  @MethodSource("badTokens")
  void a_token_that_is_no_good_opens_nothing(String what, String token) {
    var answer = get("/api/orders/", token);

    assertThat(answer.brief()).isEqualTo("401 UNAUTHENTICATED");
    assertThat(answer.header("WWW-Authenticate").orElseThrow())
        .isEqualTo(token == null ? "Bearer" : "Bearer error=\"invalid_token\"");
  }

  @Test
  void who_tries_tokens_out_gets_few_tries() {
    var guesses = new ArrayList<Integer>();

    for (int i = 0; i < 5; i++) {
      var guess =
          HttpRequest.newBuilder(running.gateway.resolve("/api/orders/"))
              .header("X-Forwarded-Proto", "https")
              .header("X-Forwarded-For", "198.51.100.9")
              .header("Authorization", "Bearer guess");
      guesses.add(Http.send(guess).status());
    }

    assertThat(guesses).containsExactly(401, 401, 401, 429, 429);
  }

  @Test
  void an_order_is_its_owners_and_the_operators_alone() {
    String owner = ISSUER.token("owner");
    String stranger = ISSUER.token("stranger");
    String operator = ISSUER.token("night-shift", "operator");
    String id = place(running.gateway, owner, "mine").json().getString("id");
    String order = "/api/orders/" + id + "/";

    assertThat(get(order, owner).status()).isEqualTo(200);
    var foreign = get(order, stranger);
    var missing = get("/api/orders/00000000-0000-4000-8000-000000000000/", stranger);
    assertThat(foreign.brief()).isEqualTo("404 NOT_FOUND");
    assertThat(foreign.text()).isEqualTo(missing.text());
    assertThat(get(order + "timeline/", stranger).status()).isEqualTo(404);
    assertThat(
            Http.send(
                    request(running.gateway, order + "cancel/", stranger)
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
            request(running.gateway, "/api/admin/orders/" + id + "/cancel", operator)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"reason\": \"asked for by phone\"}")));
    assertThat(cancelled.text()).contains("\"night-shift: asked for by phone\"");
  }

  private static Http.Answer atTheOperatorsPort(String id, String token) {
    var request = HttpRequest.newBuilder(running.operators.resolve("/api/admin/orders/" + id));
    return Http.send(token == null ? request : request.header("Authorization", "Bearer " + token));
  }

  @Test
  void the_same_key_of_two_users_is_two_orders() {
    JsonObject one = place(running.gateway, ISSUER.token("one"), "same-key").json();
    var other = place(running.secondGateway, ISSUER.token("other"), "same-key");

    assertThat(other.status()).isEqualTo(201);
    assertThat(other.header("Idempotent-Replay")).isEmpty();
    assertThat(other.json().getString("id")).isNotEqualTo(one.getString("id"));
    var again = place(running.secondGateway, ISSUER.token("one"), "same-key");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json()).isEqualTo(one);
  }

  @Test
  void inventory_and_payments_answer_only_who_has_the_service_token() {
    for (URI service : List.of(running.inventory, running.payments)) {
      for (String path : List.of("/stock/DOOR-1", "/simulator", "/nowhere", "//health")) {
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
    assertThat(Http.post(running.inventory.resolve("/reserve"), "{\"items\":[]}").brief())
        .isEqualTo("401 UNAUTHENTICATED");
  }

  @Test
  void pages_of_an_allowed_origin_may_call_and_no_others() {
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
        Http.send(request(running.gateway, "/api/orders/", null).header("Origin", SHOP));
    assertThat(unauthenticated.status()).isEqualTo(401);
    assertThat(unauthenticated.header("Access-Control-Allow-Origin")).contains(SHOP);
    assertThat(unauthenticated.header("Access-Control-Expose-Headers").orElseThrow())
        .contains("Retry-After", "RateLimit");
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
  void an_answer_of_whatever_layer_has_the_same_headers_and_the_same_form(
      String expected, String line, String header) {
    byte[] large = ("200001\r\n" + " ".repeat(0x200001) + "\r\n0\r\n\r\n").getBytes();
    byte[] body = header.endsWith(" chunked") ? large : new byte[0];
    String port = Integer.toString(running.gateway.getPort());
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
    asProblem.add("Accept: application/problem+json");
    var problem = raw("127.0.0.1", line, asProblem, body);
    assertThat(problem.headers().get("Content-Type")).startsWith("application/problem+json");
    assertThat(problem.status() + " " + problem.json().getString("code")).isEqualTo(expected);
  }

  @Test
  void a_preflight_is_told_every_header_that_a_page_may_send() {
    String allowed = preflight(SHOP).header("Access-Control-Allow-Headers").orElseThrow();

    assertThat(List.of(allowed.split(", ")))
        .contains("Content-Type", "Idempotency-Key", "traceparent", "tracestate", "baggage")
        .contains("X-Of-The-Shop");
  }

  @Test
  void an_origin_is_the_same_in_capitals_and_with_its_scheme_s_own_port() {
    assertThat(preflight("https://upper.example").header("Access-Control-Allow-Origin"))
        .contains("https://upper.example");
    assertThat(preflight("http://plain.example").header("Access-Control-Allow-Origin"))
        .contains("http://plain.example");
    assertThat(preflight("https://plain.example").header("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void forwarded_of_a_trusted_proxy_is_believed_as_the_older_headers_are() {
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

  private static Http.Answer preflight(String origin) {
    return Http.send(
        request(running.gateway, "/api/orders/", null)
            .header("Origin", origin)
            .header("Access-Control-Request-Method", "POST")
            .header("Access-Control-Request-Headers", "content-type")
            .method("OPTIONS", BodyPublishers.noBody()));
  }

  @Test
  void who_comes_without_tls_is_sent_to_it_and_only_a_trusted_proxy_says_that_he_did() {
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
  void the_gateway_answers_under_its_own_names_alone() {
    int port = running.gateway.getPort();
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

  private static RawHttp.Answer raw(String from, String line, List<String> headers) {
    return raw(from, line, headers, new byte[0]);
  }

  private static RawHttp.Answer raw(String from, String line, List<String> headers, byte[] body) {
    return RawHttp.send(
        running.gateway, from, RawHttp.request(running.gateway, line, headers, body));
  }
}
