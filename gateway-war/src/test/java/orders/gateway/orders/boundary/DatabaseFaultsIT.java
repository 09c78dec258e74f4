package orders.gateway.orders.boundary;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an order meets at the gateway's own database: another one, too few connections, none. */
class DatabaseFaultsIT extends GatewayBetweenUpstreams {

  @Test
  void of_equal_requests_at_once_one_places_the_order_and_none_fails() {
    // the window between the database's look and its write is short: many rounds, most of them hit
    for (int round = 0; round < 100; round++) {
      var request = orderUnder(key + "-" + round).build();
      var answers =
          Stream.generate(() -> http.sendAsync(request, BodyHandlers.ofString()))
              .limit(16)
              .toList()
              .stream()
              .map(answer -> answer.join().statusCode())
              .toList();

      assertThat(answers).containsOnlyOnce(201).isSubsetOf(201, 200, 409);
    }
  }

  /** Of 16: they would wait for each other, and then for nothing. */
  @Test
  void an_order_that_waits_for_another_service_keeps_no_connection_of_the_database() {
    INVENTORY.stubFor(
        post(urlEqualTo("/reserve")).willReturn(okJson(RESERVED).withFixedDelay(1500)));
    PAYMENTS.stubFor(post(urlEqualTo("/charge")).willReturn(okJson(CHARGED).withFixedDelay(1500)));

    var answers =
        Stream.generate(() -> orderUnder(UUID.randomUUID().toString()).build())
            .limit(60)
            .map(request -> http.sendAsync(request, BodyHandlers.ofString()))
            .toList();

    assertThat(answers)
        .extracting(answer -> answer.join().body())
        .noneMatch(body -> body.contains("DATABASE_UNAVAILABLE"))
        .anyMatch(body -> body.contains("CONFIRMED"));
  }

  @Test
  void connections_cut_before_the_last_write_are_not_seen_by_the_client() throws Exception {
    // several in the pool, and all of them dead
    Stream.generate(() -> orderUnder(UUID.randomUUID().toString()).build())
        .limit(16)
        .map(request -> http.sendAsync(request, BodyHandlers.ofString()))
        .toList()
        .forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(201));
    atCharge(() -> inPostgres(CUT_ALL));

    var answer = send(orderWithoutKey());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(statusOfOrder(answer)).isEqualTo("CONFIRMED");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void while_the_database_is_away_at_the_last_write_the_client_learns_where_its_order_is(
      boolean keyed) throws Exception {
    atCharge(() -> inPostgres("alter role orders connection limit 0", CUT_ALL));
    HttpResponse<String> answer;
    try {
      answer = send(keyed ? orderUnder(key) : orderWithoutKey());
    } finally {
      databaseIsThere();
    }

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("{\"detail\":\"DATABASE_UNAVAILABLE\"}");
    assertThat(answer.headers().firstValue("Location").orElseThrow())
        .startsWith(base.getPath() + "api/orders/");
    // who has no key and obeyed would buy twice
    assertThat(answer.headers().firstValue("Retry-After").isPresent()).isEqualTo(keyed);
    awaitStatus(answer, keyed ? "CONFIRMED" : "CANCELLED");
  }
}
