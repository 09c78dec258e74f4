package orders.system.edge;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import orders.system.fixture.Http;
import orders.system.fixture.Jwt;
import orders.system.fixture.OrderJson;
import orders.system.fixture.RawHttp;
import orders.system.fixture.RunningSystem;

/** Two gateways as in production, behind a proxy, and how a client asks them. */
public interface Edge {
  int CREATES_A_MINUTE = 20;
  String SERVICE_TOKEN = "only-for-tests-0123456789";
  String SHOP = "https://shop.example";

  /** Who signs the tokens that the gateways take. */
  Jwt ISSUER = new Jwt();

  /** How many addresses were given to clients. */
  AtomicInteger ADDRESSES = new AtomicInteger();

  /**
   * @return the gateways, started, and what stands behind them
   */
  RunningSystem running();

  /**
   * As the proxy passes it on; every client has an address of its own.
   *
   * @param gateway that is asked
   * @param path at it
   * @param token of the client; null if it has none
   * @return a request that is not sent yet
   */
  default HttpRequest.Builder request(URI gateway, String path, String token) {
    var request =
        HttpRequest.newBuilder(gateway.resolve(path))
            .header("X-Forwarded-Proto", "https")
            .header("X-Forwarded-For", "2001:db8:0:" + ADDRESSES.incrementAndGet() + "::1");
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  /**
   * @param path at the first gateway
   * @param token of the client; null if it has none
   * @return the answer to a GET
   */
  default Http.Answer get(String path, String token) {
    return Http.send(request(running().gateway, path, token));
  }

  /**
   * @param gateway that is asked
   * @param token of the client
   * @param key of the order
   * @return the answer to an order of one unit
   */
  default Http.Answer place(URI gateway, String token, String key) {
    return Http.send(
        request(gateway, "/api/orders/", token)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(OrderJson.order(OrderJson.item("EDGE-1", 1), 100))));
  }

  /**
   * @param gateway that is asked, again if a busy machine keeps it from its answer
   * @param token of the client
   * @param key of the order
   * @return an order of one unit, confirmed
   */
  default JsonObject confirmed(URI gateway, String token, String key) {
    var answer =
        RunningSystem.waiting("a final answer to " + key, Duration.ofMinutes(3))
            // as often as it tells, and well below the limit of a minute
            .pollInterval(Duration.ofSeconds(5))
            .pollDelay(Duration.ZERO)
            .until(() -> place(gateway, token, key), Predicate.not(Http.Answer::asksToRetry));
    assertThat(answer.status()).as(answer.text()).isIn(200, 201);
    return answer.json();
  }

  /**
   * @param from the address that the gateway is to see
   * @param line method and path
   * @param headers all of them, but for {@code Host}
   * @return the answer of the first gateway
   */
  default RawHttp.Answer raw(String from, String line, List<String> headers) {
    return raw(from, line, headers, new byte[0]);
  }

  /**
   * @param from the address that the gateway is to see
   * @param line method and path
   * @param headers all of them, but for {@code Host} and the length
   * @param body may be empty
   * @return the answer of the first gateway
   */
  default RawHttp.Answer raw(String from, String line, List<String> headers, byte[] body) {
    return RawHttp.send(
        running().gateway, from, RawHttp.request(running().gateway, line, headers, body));
  }
}
