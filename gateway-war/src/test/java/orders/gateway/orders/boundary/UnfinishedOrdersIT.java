package orders.gateway.orders.boundary;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.util.UUID;
import orders.http.idempotency.IdempotencyKey;
import org.junit.jupiter.api.Test;

/** Orders that their request did not bring to an end: undone, or gone on with. */
class UnfinishedOrdersIT extends GatewayBetweenUpstreams {

  @Test
  void a_declined_payment_releases_the_reservation_under_its_key() throws Exception {
    PAYMENTS.stubFor(post(urlEqualTo("/charge")).willReturn(refusal(402, "PAYMENT_FAILED")));

    assertThat(place().statusCode()).isEqualTo(402);

    INVENTORY.verify(1, toUndo("/release", key));
  }

  @Test
  void what_is_undone_is_named_with_its_payload() throws Exception {
    PAYMENTS.stubFor(post(urlEqualTo("/charge")).willReturn(refusal(409, "CHARGE_VOIDED")));

    var undone = place();

    assertThat(statusOfOrder(undone)).isEqualTo("CANCELLED");
    INVENTORY.verify(
        1,
        postRequestedFor(urlEqualTo("/release"))
            .withHeader("Idempotency-Key", equalTo(IdempotencyKey.toHeader(key)))
            .withRequestBody(equalToJson("{\"items\": [{\"sku\": \"SKU1\", \"quantity\": 1}]}")));
    PAYMENTS.verify(
        1,
        postRequestedFor(urlEqualTo("/void"))
            .withHeader("Idempotency-Key", equalTo(IdempotencyKey.toHeader(key)))
            .withRequestBody(
                equalToJson("{\"amount_cents\": " + amount + ", \"currency\": \"EUR\"}")));
  }

  @Test
  void without_a_key_an_unknown_outcome_is_undone_at_once() throws Exception {
    PAYMENTS.stubFor(post(urlEqualTo("/charge")).willReturn(aResponse().withStatus(500)));

    var answer = send(orderWithoutKey());

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(statusOfOrder(answer)).isEqualTo("CANCELLED");
    String id = idOf(answer);
    PAYMENTS.verify(1, toUndo("/void", id));
    INVENTORY.verify(1, toUndo("/release", id));
  }

  @Test
  void the_same_key_succeeds_once_the_upstream_is_back() throws Exception {
    ResponseDefinitionBuilder away = aResponse().withStatus(503);
    PAYMENTS.stubFor(post(anyUrl()).willReturn(away));
    assertUnknown(place());
    everythingGoesWell();

    // the worker may be at it just now
    var retried = waiting("the worker").until(this::place, answer -> answer.statusCode() != 409);
    var replayed = place();

    assertThat(retried.statusCode()).as(retried.body()).isIn(201, 200);
    assertThat(replayed.statusCode()).isEqualTo(200);
    assertThat(replayed.body()).isEqualTo(retried.body());
  }

  @Test
  void an_order_without_an_answer_is_confirmed_in_the_background_and_its_key_then_replayed()
      throws Exception {
    PAYMENTS.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(503)));
    var unknown = place();
    assertUnknown(unknown);

    everythingGoesWell();
    awaitStatus(unknown, "CONFIRMED");

    var replayed = place();
    assertThat(replayed.statusCode()).isEqualTo(200);
    assertThat(replayed.headers().firstValue("Idempotent-Replay")).contains("true");
  }

  @Test
  void a_release_without_an_answer_is_made_good_in_the_background() throws Exception {
    PAYMENTS.stubFor(post(urlEqualTo("/charge")).willReturn(refusal(402, "PAYMENT_FAILED")));
    INVENTORY.stubFor(post(urlEqualTo("/release")).willReturn(aResponse().withStatus(500)));

    var declined = place();
    assertThat(declined.statusCode()).isEqualTo(402);

    INVENTORY.resetRequests();
    INVENTORY.stubFor(post(urlEqualTo("/release")).willReturn(okJson("{\"released\": true}")));
    await("the release", () -> !INVENTORY.findAll(ofThisOrder()).isEmpty());
    await("the end of the order", () -> !act(declined, "").contains("due_at"));
  }

  @Test
  void an_order_tried_too_often_is_parked_with_its_reason_until_an_operator_retries_it()
      throws Exception {
    PAYMENTS.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(503)));
    var unknown = place();

    await("the order to be parked", () -> act(unknown, "").contains("parked_reason"));
    assertThat(act(unknown, "")).contains("status 503").doesNotContain("due_at");
    assertThat(act(unknown, "resolve")).contains("NOT_RESOLVABLE");
    everythingGoesWell();
    String retried = act(unknown, "retry");

    assertThat(retried)
        .contains("\"status\":\"CONFIRMED\"", "\"RETRY\"", "local: payments is back")
        .doesNotContain("parked_reason");
  }

  @Test
  void every_answer_to_an_order_that_is_stored_says_where_it_is() throws Exception {
    PAYMENTS.stubFor(post(urlEqualTo("/charge")).willReturn(refusal(402, "PAYMENT_FAILED")));
    var declined = place();
    assertThat(declined.statusCode()).isEqualTo(402);
    assertThat(statusOfOrder(declined)).isEqualTo("PAYMENT_FAILED");
    assertThat(place().headers().firstValue("Location"))
        .isEqualTo(declined.headers().firstValue("Location"));

    INVENTORY.stubFor(post(urlEqualTo("/reserve")).willReturn(refusal(422, "INSUFFICIENT_STOCK")));
    var refused = send(orderUnder(UUID.randomUUID().toString()));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(statusOfOrder(refused)).isEqualTo("STOCK_FAILED");
  }
}
