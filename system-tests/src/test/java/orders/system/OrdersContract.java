package orders.system;

import static orders.system.fixture.OrderJson.item;
import static orders.system.fixture.OrderJson.order;
import static orders.system.fixture.Parallel.inParallel;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import orders.system.fixture.Http;
import orders.system.fixture.RawHttp;
import orders.system.fixture.Running;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every order can rely on, in whatever shape the services run. */
abstract class OrdersContract {
  private static final AtomicInteger NEXT = new AtomicInteger();

  abstract Running running();

  URI orders() {
    return running().gateway.resolve("/api/orders/");
  }

  /** An SKU that no other test uses, with so much in stock. */
  String sku(long available) {
    String sku = getClass().getSimpleName().toUpperCase().replaceAll("[^A-Z]", "");
    sku = sku.substring(0, 3) + "-" + NEXT.incrementAndGet();
    Http.put(running().inventory.resolve("/stock/" + sku), "{\"quantity\": " + available + "}");
    return sku;
  }

  long available(String sku) {
    return stock(sku).getJsonNumber("available").longValue();
  }

  JsonObject stock(String sku) {
    return Http.get(running().inventory.resolve("/stock/" + sku)).json();
  }

  @Test
  void an_order_is_confirmed_and_can_be_read_again() {
    String sku = sku(50);

    var created = Http.post(orders(), order(item(sku, 2), 1500));

    assertThat(created.status()).as(created.text()).isEqualTo(201);
    String id = created.json().getString("id");
    assertThat(created.json().getString("status")).isEqualTo("CONFIRMED");
    String transaction = created.json().getString("transaction_id");
    assertThat(UUID.fromString(transaction))
        .as("clients have a column for it")
        .hasToString(transaction);
    assertThat(created.header("Location")).contains("/api/orders/" + id + "/");
    assertThat(stock(sku))
        .hasToString("{\"sku\":\"%s\",\"available\":48,\"reserved\":2}".formatted(sku));
    var detail = Http.get(orders().resolve(id + "/")).json();
    assertThat(detail.getString("status")).isEqualTo("CONFIRMED");
    assertThat(detail.getInt("amount_cents")).isEqualTo(1500);
    assertThat(detail.getString("currency")).isEqualTo("EUR");
    assertThat(detail.keySet())
        .containsExactlyInAnyOrder("id", "status", "amount_cents", "currency", "transaction_id");
  }

  @Test
  void the_list_shows_the_newest_order_first_and_leaves_out_a_missing_transaction() {
    Http.post(orders(), order(item(sku(9), 1), 700));
    Http.post(orders(), order(item("NO-SUCH-SKU", 1), 800));

    var list = Http.get(orders().resolve("?page=1&page_size=2")).json();

    assertThat(list.getInt("page")).isEqualTo(1);
    assertThat(list.getInt("page_size")).isEqualTo(2);
    assertThat(list.getInt("count")).isGreaterThanOrEqualTo(2);
    var results = list.getJsonArray("results").getValuesAs(JsonObject.class);
    assertThat(results).extracting(order -> order.getInt("amount_cents")).containsExactly(800, 700);
    assertThat(results.get(0)).doesNotContainKey("transaction_id");
  }

  @Test
  void a_declined_payment_gives_the_stock_back() {
    String sku = sku(5);

    var declined = Http.post(orders(), order(item(sku, 2), 1_000_001));

    assertThat(declined.brief()).isEqualTo("402 PAYMENT_FAILED");
    assertThat(available(sku)).isEqualTo(5);
  }

  @Test
  void more_than_the_stock_is_refused_and_takes_nothing() {
    String plenty = sku(100);
    String scarce = sku(1);

    var refused = Http.post(orders(), order(item(plenty, 1) + "," + item(scarce, 2), 100));

    assertThat(refused.brief()).isEqualTo("422 INSUFFICIENT_STOCK");
    assertThat(available(plenty)).isEqualTo(100);
    assertThat(available(scarce)).isEqualTo(1);
  }

  @Test
  void two_lines_with_one_sku_count_together() {
    String sku = sku(9);

    var refused = Http.post(orders(), order(item(sku, 5) + "," + item(sku.toLowerCase(), 5), 100));
    var confirmed = Http.post(orders(), order(item(sku, 5) + "," + item(sku, 4), 100));

    assertThat(refused.brief()).isEqualTo("422 INSUFFICIENT_STOCK");
    assertThat(confirmed.status()).isEqualTo(201);
    assertThat(available(sku)).isZero();
  }

  @Test
  void orders_that_cross_on_two_skus_neither_wait_for_ever_nor_oversell() throws Exception {
    String left = sku(30);
    String right = sku(30);
    var requests = new ArrayList<Callable<Http.Answer>>();
    for (int i = 0; i < 50; i++) {
      String items =
          i % 2 == 0 ? item(left, 1) + "," + item(right, 1) : item(right, 1) + "," + item(left, 1);
      requests.add(() -> Http.post(orders(), order(items, 100)));
    }

    var statuses = inParallel(requests).stream().map(Http.Answer::status).toList();

    assertThat(statuses).filteredOn(status -> status == 201).hasSize(30);
    assertThat(statuses).filteredOn(status -> status == 422).hasSize(20);
    assertThat(available(left)).isZero();
    assertThat(available(right)).isZero();
  }

  @Test
  void parallel_requests_with_one_key_make_one_order() throws Exception {
    String sku = sku(100);
    String body = order(item(sku, 1), 100);
    var requests = new ArrayList<Callable<Http.Answer>>();
    for (int i = 0; i < 20; i++) {
      requests.add(() -> Http.post(orders(), body, "Idempotency-Key", "parallel-" + sku));
    }

    var answers = inParallel(requests);

    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 201 && answer.status() != 200)
        .allSatisfy(answer -> assertThat(answer.brief()).isEqualTo("409 IDEMPOTENCY_IN_PROGRESS"));
    assertThat(available(sku)).isEqualTo(99);
  }

  @Test
  void a_retry_with_the_same_key_replays_the_answer() {
    String sku = sku(10);
    String key = "replay-" + sku;

    var first = Http.post(orders(), order(item(sku, 1), 100), "Idempotency-Key", key);
    var reordered =
        "{\"currency\":\"eur\",\"amount_cents\":100.0,\"items\":[" + item(sku, 1) + "]}";
    var again = Http.post(orders(), reordered, "Idempotency-Key", '"' + key + '"');
    var other = Http.post(orders(), order(item(sku, 2), 100), "Idempotency-Key", key);

    assertThat(first.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text()).isEqualTo(first.text());
    assertThat(again.header("Idempotent-Replay")).contains("true");
    assertThat(other.brief()).isEqualTo("409 IDEMPOTENCY_CONFLICT");
    assertThat(available(sku)).isEqualTo(9);
  }

  /** Or whoever knows another's key could act on his stock and money. */
  @Test
  void a_key_with_quotes_of_its_own_is_another_key_also_at_inventory_and_payments() {
    String sku = sku(10);
    String body = order(item(sku, 1), 100);
    String key = "quoted-" + sku;

    var bare = Http.post(orders(), body, "Idempotency-Key", key);
    var quoted = Http.post(orders(), body, "Idempotency-Key", "\"\\\"" + key + "\\\"\"");

    assertThat(quoted.status()).isEqualTo(201);
    assertThat(quoted.json().getString("transaction_id"))
        .isNotEqualTo(bare.json().getString("transaction_id"));
    assertThat(available(sku)).isEqualTo(8);
    assertThat(Http.post(of(quoted.json(), "cancel/"), "").status()).isEqualTo(200);
    assertThat(available(sku)).isEqualTo(9);
    assertThat(held(bare.json())).isEqualTo(100);
  }

  @Test
  void a_refusal_is_replayed_even_when_the_stock_has_come_meanwhile() {
    String sku = sku(0);
    String key = "refused-" + sku;

    var first = Http.post(orders(), order(item(sku, 1), 100), "Idempotency-Key", key);
    Http.put(running().inventory.resolve("/stock/" + sku), "{\"quantity\": 5}");
    var again = Http.post(orders(), order(item(sku, 1), 100), "Idempotency-Key", key);

    assertThat(first.brief()).isEqualTo("422 INSUFFICIENT_STOCK");
    assertThat(first.header("Idempotent-Replay")).isEmpty();
    assertThat(again.brief()).isEqualTo("422 INSUFFICIENT_STOCK");
    assertThat(again.header("Idempotent-Replay")).contains("true");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          body                             |
          body                             | [1]
          body                             | {"amount_cents": 1
          body                             | {"amount_cents": 1, "amount_cents": 2}
          items: is missing                | {"amount_cents": 1, "currency": "EUR"}
          items: must                      | {"amount_cents": 1, "currency": "EUR", "items": []}
          items[0]: must                   | {"amount_cents": 1, "currency": "EUR", "items": [7]}
          items[0].sku                     | {"amount_cents": 1, "currency": "EUR", "items": [{"sku": "a b", "quantity": 1}]}
          items[0].quantity                | {"amount_cents": 1, "currency": "EUR", "items": [{"sku": "SKU1", "quantity": 0}]}
          items[0].quantity                | {"amount_cents": 1, "currency": "EUR", "items": [{"sku": "SKU1", "quantity": 1.5}]}
          items[0].quantity                | {"amount_cents": 1, "currency": "EUR", "items": [{"sku": "SKU1", "quantity": "1"}]}
          items[0].quantity                | {"amount_cents": 1, "currency": "EUR", "items": [{"sku": "SKU1", "quantity": 1e999999999}]}
          items[0].colour                  | {"amount_cents": 1, "currency": "EUR", "items": [{"sku": "SKU1", "quantity": 1, "colour": 1}]}
          amount_cents                     | {"amount_cents": -1, "currency": "EUR", "items": [{"sku": "SKU1", "quantity": 1}]}
          amount_cents                     | {"amount_cents": 9007199254740992, "currency": "EUR", "items": [{"sku": "SKU1", "quantity": 1}]}
          amount_cents                     | {"amount_cents": 99999999999999999999, "currency": "EUR", "items": [{"sku": "SKU1", "quantity": 1}]}
          currency                         | {"amount_cents": 1, "currency": "CHF", "items": [{"sku": "SKU1", "quantity": 1}]}
          customer: is not a known member  | {"amount_cents": 1, "currency": "EUR", "customer": 1, "items": [{"sku": "SKU1", "quantity": 1}]}
          """)
  void bad_input_names_the_field(String named, String body) {
    var refused = Http.post(orders(), body == null ? "" : body, "Idempotency-Key", "bad-input");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().getString("detail")).startsWith(named);
  }

  @Test
  void what_nobody_would_look_at_is_refused_by_its_name() {
    String sku = sku(5);
    JsonObject order = confirmed(sku, 100);
    String part = "{\"items\": [" + item(sku, 1) + "]}";

    assertThat(Http.get(orders().resolve("?pagesize=1&status=NONSENSE")).brief())
        .isEqualTo("400 pagesize: is not a known parameter; status: is not a known parameter");
    assertThat(Http.get(orders().resolve("?page=1&page=2")).brief())
        .isEqualTo("400 page: must be given once");
    assertThat(Http.post(orders().resolve("?dry_run=1"), order(item(sku, 1), 100)).brief())
        .isEqualTo("400 dry_run: is not a known parameter");
    assertThat(Http.post(of(order, "cancel/"), part).brief())
        .isEqualTo("400 items: is not a known member");
    assertThat(available(sku)).isEqualTo(4);

    // many clients send it with every POST, and it asks for nothing
    assertThat(Http.post(of(order, "cancel/"), "{}").status()).isEqualTo(200);
    assertThat(available(sku)).isEqualTo(5);
    assertThat(Http.get(running().gateway.resolve("/health/?from=balancer")).status())
        .isEqualTo(200);
  }

  @Test
  void blanks_and_capitals_in_a_content_type_change_nothing() {
    String sku = sku(9);
    byte[] body = order(item(sku, 1), 100).getBytes();

    for (String type :
        List.of(
            "application/json ;charset=utf-8",
            "application/json ; charset=utf-8",
            "application/json;charset=utf-8 ",
            "application/json;\tcharset=\"UTF-8\"",
            "Application/JSON;Charset=Utf-8",
            "application/json;",
            "application/json; profile=\"a;b=c\"")) {
      var answer =
          RawHttp.send(
              orders(),
              RawHttp.request(
                  orders(), "POST /api/orders/", List.of("Content-Type: " + type), body));
      assertThat(answer.status()).as(type + " " + answer.body()).isEqualTo(201);
    }
  }

  @Test
  void an_sku_has_one_spelling_in_every_place() {
    String sku = sku(5);
    URI lower = running().inventory.resolve("/stock/" + sku.toLowerCase());

    assertThat(Http.put(lower, "{\"quantity\": 7}").status()).isEqualTo(200);
    assertThat(Http.get(lower).json().getString("sku")).isEqualTo(sku);
    var longS = running().inventory.resolve("/stock/%C5%BFku1");
    assertThat(Http.put(longS, "{\"quantity\": 7}").brief()).startsWith("400 sku: ");
    assertThat(Http.get(longS).brief()).isEqualTo("404 NOT_FOUND");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?page=abc", "?page=0", "?page_size=0", "?page_size=1000000", "?page=-1"})
  void a_bad_page_is_refused(String query) {
    assertThat(Http.get(orders().resolve(query)).brief()).startsWith("400 page");
  }

  @Test
  void whatever_is_refused_is_refused_in_json_with_the_security_headers() {
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
  void a_body_over_the_limit_is_refused_also_when_it_does_not_say_its_length() {
    byte[] large = " ".repeat(2 << 20).getBytes();

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
  void all_three_services_say_that_they_are_well() {
    assertThat(Http.get(running().gateway.resolve("/health/")).text()).isEqualTo("{\"ok\":true}");
    assertThat(Http.get(running().gateway.resolve("/health")).text()).isEqualTo("{\"ok\":true}");
    assertThat(Http.get(running().inventory.resolve("/health")).text()).isEqualTo("{\"ok\":true}");
    assertThat(Http.get(running().payments.resolve("/health")).text()).isEqualTo("{\"ok\":true}");
  }

  @Test
  void a_sane_request_id_is_returned_and_another_replaced() {
    var sane = Http.post(orders(), "{}", "X-Request-ID", "from-the-client.1");
    var odd = Http.post(orders(), "{}", "X-Request-ID", "<script>");

    assertThat(sane.header("X-Request-ID")).contains("from-the-client.1");
    assertThat(odd.header("X-Request-ID").orElseThrow()).matches("[0-9a-f-]{36}");
  }

  /** A confirmed order of one unit. */
  private JsonObject confirmed(String sku, long amountCents, String... headers) {
    var created = Http.post(orders(), order(item(sku, 1), amountCents), headers);
    assertThat(created.status()).as(created.text()).isEqualTo(201);
    return created.json();
  }

  private URI of(JsonObject order, String what) {
    return orders().resolve(order.getString("id") + "/" + what);
  }

  /** What payments holds of an order's money. */
  private long held(JsonObject order) {
    return running()
        .number(
            "payments",
            "select amount_cents - refunded_cents from charge where transaction_id = '%s'"
                .formatted(order.getString("transaction_id")));
  }

  @Test
  void a_cancelled_order_gives_back_the_stock_and_the_money_and_its_key_keeps_its_answer() {
    String sku = sku(5);
    String key = "cancel-" + sku;
    JsonObject order = confirmed(sku, 700, "Idempotency-Key", key);

    var cancelled = Http.post(of(order, "cancel/"), "");
    var again = Http.post(of(order, "cancel/"), "");

    assertThat(cancelled.status()).as(cancelled.text()).isEqualTo(200);
    assertThat(cancelled.json().getString("status")).isEqualTo("CANCELLED");
    assertThat(again.status()).isEqualTo(200);
    assertThat(available(sku)).isEqualTo(5);
    assertThat(held(order)).isZero();
    var replayed = Http.post(orders(), order(item(sku, 1), 700), "Idempotency-Key", key);
    assertThat(replayed.status()).isEqualTo(200);
    assertThat(replayed.json()).isEqualTo(order);
  }

  @Test
  void an_order_that_failed_cannot_be_cancelled() {
    String sku = sku(0);
    Http.post(orders(), order(item(sku, 1), 100));
    String id = Http.get(orders()).json().getJsonArray("results").getJsonObject(0).getString("id");

    var refused = Http.post(orders().resolve(id + "/cancel/"), "");

    assertThat(refused.brief()).isEqualTo("409 NOT_CANCELLABLE");
  }

  @Test
  void of_100_parallel_refunds_only_as_many_are_given_as_the_charge_covers() throws Exception {
    JsonObject order = confirmed(sku(5), 1500);

    var answers =
        inParallel(100, i -> Http.post(of(order, "refunds/"), "{\"amount_cents\": 100}").brief());

    assertThat(answers.stream().filter("201"::equals)).hasSize(15);
    assertThat(answers).isSubsetOf("201", "422 REFUND_EXCEEDS_AMOUNT", "503 OVERLOADED");
    assertThat(held(order)).isZero();
  }

  @Test
  void of_100_parallel_refunds_and_cancels_the_money_goes_back_once() throws Exception {
    String sku = sku(5);
    JsonObject order = confirmed(sku, 1500);

    var answers =
        inParallel(
            100,
            i ->
                i % 2 == 0
                    ? Http.post(of(order, "refunds/"), "{\"amount_cents\": 100}").brief()
                    : Http.post(of(order, "cancel/"), "").brief());

    assertThat(answers)
        .isSubsetOf(
            "200",
            "201",
            "202",
            "409 NOT_REFUNDABLE",
            "422 REFUND_EXCEEDS_AMOUNT",
            "503 OVERLOADED");
    Running.await(
        "the cancel", () -> Http.get(of(order, "")).json().getString("status").equals("CANCELLED"));
    assertThat(held(order)).isZero();
    assertThat(available(sku)).isEqualTo(5);
    assertThat(
            running()
                .number(
                    "orders",
                    "select refund_cents - coalesce((select sum(amount_cents) from refund"
                        + " where order_id = orders.id and status = 'DONE'), 0) from orders"
                        + " where id = '%s'".formatted(order.getString("id"))))
        .isZero();
  }

  @Test
  void a_refund_is_given_once_per_key_and_a_wrong_one_names_the_field() {
    JsonObject order = confirmed(sku(5), 1500);
    String key = "refund-" + order.getString("id");
    String part = "{\"amount_cents\": 400}";

    var given = Http.post(of(order, "refunds/"), part, "Idempotency-Key", key);
    var replayed = Http.post(of(order, "refunds/"), part, "Idempotency-Key", key);
    var other = Http.post(of(order, "refunds/"), "{\"amount_cents\": 401}", "Idempotency-Key", key);

    assertThat(given.status()).as(given.text()).isEqualTo(201);
    assertThat(given.json().getString("status")).isEqualTo("DONE");
    assertThat(replayed.status()).isEqualTo(200);
    assertThat(replayed.json()).isEqualTo(given.json());
    assertThat(replayed.header("Idempotent-Replay")).contains("true");
    assertThat(other.brief()).isEqualTo("409 IDEMPOTENCY_CONFLICT");
    assertThat(held(order)).isEqualTo(1100);
    assertThat(Http.post(of(order, "refunds/"), "{\"amount_cents\": 9007199254740991}").brief())
        .isEqualTo("422 REFUND_EXCEEDS_AMOUNT");
    assertThat(Http.post(of(order, "refunds/"), "{\"amount_cents\": 0}").brief())
        .startsWith("400 amount_cents: ");
  }

  @Test
  void the_timeline_tells_each_step() {
    JsonObject order = confirmed(sku(5), 100);

    var timeline = Http.get(of(order, "timeline/")).json();

    var steps = timeline.getJsonArray("steps").getValuesAs(JsonObject.class);
    assertThat(steps)
        .extracting(step -> step.getString("event"))
        .containsExactly("PENDING", "reserve", "charge", "CONFIRMED");
    assertThat(steps.get(1).getInt("answer")).isEqualTo(200);
    assertThat(steps.get(1)).containsKeys("at", "attempt", "ms");
  }

  @Test
  void operators_have_a_port_of_their_own_and_at_the_public_one_there_is_nothing() {
    JsonObject order = confirmed(sku(5), 100);
    URI admin = running().operators.resolve("/api/admin/orders/");
    URI atThePublicPort = running().gateway.resolve("/api/admin/orders/");

    var detail = Http.get(admin.resolve(order.getString("id"))).json();
    assertThat(detail).containsKeys("items", "steps", "upstream_key", "refunds", "attempts");
    assertThat(Http.get(admin.resolve("?parked=true&open_secs=60")).json().getJsonArray("results"))
        .isEmpty();
    assertThat(Http.get(admin.resolve("?status=NONE")).brief()).startsWith("400 status: ");
    assertThat(Http.get(running().operators.resolve("/health")).status()).isEqualTo(200);
    assertThat(Http.get(running().operators.resolve("/api/orders/")).brief())
        .isEqualTo("404 NOT_FOUND");

    for (String path : new String[] {"", order.getString("id"), "?parked=true"}) {
      assertThat(Http.get(atThePublicPort.resolve(path)).brief()).isEqualTo("404 NOT_FOUND");
    }
    assertThat(Http.post(atThePublicPort.resolve("retry-parked"), "{\"reason\": \"x\"}").brief())
        .isEqualTo("404 NOT_FOUND");
    // whatever the Host says: it is the client's word
    assertThat(get(running().gateway, "/api/admin/orders/", running().operators.getAuthority()))
        .isEqualTo("404 NOT_FOUND");
  }

  @Test
  void no_page_of_a_stranger_makes_an_operators_browser_ask() {
    URI operators = running().operators;
    String path = "/api/admin/orders/";

    assertThat(get(operators, path, "evil.example:" + operators.getPort()))
        .isEqualTo("400 INVALID_HOST");
    assertThat(get(operators, path, "127.0.0.1:" + operators.getPort())).isEqualTo("200");
    for (String origin : new String[] {"http://evil.example", "null", "http://localhost:1"}) {
      var foreign = HttpRequest.newBuilder(operators.resolve(path)).header("Origin", origin);
      assertThat(Http.send(foreign).brief()).isEqualTo("403 FORBIDDEN");
    }
    var own = HttpRequest.newBuilder(operators.resolve(path)).header("Origin", "" + operators);
    assertThat(Http.send(own).status()).isEqualTo(200);
  }

  /** A GET under another {@code Host}; status, and the code where it is an error. */
  static String get(URI server, String path, String host) {
    var request = RawHttp.request(server, "GET " + path, List.of("Host: " + host), new byte[0]);
    var answer = RawHttp.send(server, request);
    if (answer.status() == 200) {
      return "200";
    }
    assertThat(answer.headers()).as(answer.body()).containsKey("Content-Type");
    assertThat(answer.headers().get("Content-Type")).startsWith("application/json");
    return answer.brief();
  }

  void simulate(String faults) {
    var changed = Http.put(running().payments.resolve("/simulator"), faults);
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
  }

  private static String faults(double early, double late) {
    return faults(0, early, late);
  }

  static String faults(int latencyMs, double early, double late) {
    return "{\"latency_ms\": %d, \"error_rate\": %s, \"late_error_rate\": %s, \"timeout_rate\": 0, \"timeout_ms\": 0}"
        .formatted(latencyMs, early, late);
  }

  @Test
  void where_the_money_moved_and_the_provider_failed_all_the_same_it_is_taken_once() {
    String sku = sku(5);
    simulate(faults(0, 1));
    try {
      var unknown = Http.post(orders(), order(item(sku, 1), 100), "Idempotency-Key", "late-" + sku);
      assertThat(unknown.brief()).isEqualTo("503 UPSTREAM_UNAVAILABLE");
      simulate(faults(0, 0));
      var order = running().gateway.resolve(unknown.header("Location").orElseThrow());
      Running.await(
          "the order to be confirmed in the background",
          () -> Http.get(order).json().getString("status").equals("CONFIRMED"));
      assertThat(held(Http.get(order).json())).isEqualTo(100);
      assertThat(available(sku)).isEqualTo(4);
    } finally {
      simulate(faults(0, 0));
    }
  }

  @Test
  void nobody_works_for_a_caller_who_has_left() {
    String sku = sku(5);
    String reserve = "{\"items\": [" + item(sku, 1) + "]}";
    String charge = "{\"amount_cents\": 100, \"currency\": \"EUR\"}";
    String[] left = {"Idempotency-Key", "left-" + sku, "X-Request-Timeout-Ms", "0"};

    var reserved = Http.post(running().inventory.resolve("/reserve"), reserve, left);
    var charged = Http.post(running().payments.resolve("/charge"), charge, left);

    assertThat(reserved.brief()).isEqualTo("503 DEADLINE_EXCEEDED");
    assertThat(charged.brief()).isEqualTo("503 DEADLINE_EXCEEDED");
    assertThat(available(sku)).isEqualTo(5);
    assertThat(
            running()
                .number(
                    "payments", "select count(*) from charge where key = 'left-%s'".formatted(sku)))
        .isZero();
  }
}
