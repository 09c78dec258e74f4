package orders.system.contract;

import static orders.system.fixture.OrderJson.item;
import static orders.system.fixture.OrderJson.order;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import orders.system.fixture.Http;
import orders.system.fixture.RawHttp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client sends: each wrong field is named, and each spelling of a right one is taken. */
public interface InputValidationContract extends SystemContract {

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
  default void bad_input_names_the_field(String named, String body) {
    var refused = Http.post(orders(), body == null ? "" : body, "Idempotency-Key", "bad-input");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().getString("detail")).startsWith(named);
  }

  @Test
  default void what_nobody_would_look_at_is_refused_by_its_name() {
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
  default void blanks_and_capitals_in_a_content_type_change_nothing() {
    String sku = sku(9);
    byte[] body = order(item(sku, 1), 100).getBytes(StandardCharsets.UTF_8);

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
  default void an_sku_has_one_spelling_in_every_place() {
    String sku = sku(5);
    URI lower = running().inventory.resolve("/stock/" + sku.toLowerCase(Locale.ROOT));

    assertThat(Http.put(lower, "{\"quantity\": 7}").status()).isEqualTo(200);
    assertThat(Http.get(lower).json().getString("sku")).isEqualTo(sku);
    var longS = running().inventory.resolve("/stock/%C5%BFku1");
    assertThat(Http.put(longS, "{\"quantity\": 7}").brief()).startsWith("400 sku: ");
    assertThat(Http.get(longS).brief()).isEqualTo("404 NOT_FOUND");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?page=abc", "?page=0", "?page_size=0", "?page_size=1000000", "?page=-1"})
  default void a_bad_page_is_refused(String query) {
    assertThat(Http.get(orders().resolve(query)).brief()).startsWith("400 page");
  }
}
