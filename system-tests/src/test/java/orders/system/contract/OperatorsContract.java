package orders.system.contract;

import static orders.system.fixture.OrderJson.order;
import static orders.system.fixture.RawHttp.briefUnder;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import orders.system.fixture.Http;
import orders.system.fixture.RunningSystem;
import org.junit.jupiter.api.Test;

/** The port for operators, and who gets nothing there. */
public interface OperatorsContract extends SystemContract {

  @Override
  RunningSystem running();

  @Test
  default void operators_have_a_port_of_their_own_and_at_the_public_one_there_is_nothing() {
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
    assertThat(
            briefUnder(running().gateway, "/api/admin/orders/", running().operators.getAuthority()))
        .isEqualTo("404 NOT_FOUND");
  }

  @Test
  default void no_page_of_a_stranger_makes_an_operators_browser_ask() {
    URI operators = running().operators;
    String path = "/api/admin/orders/";

    for (String foreign : new String[] {"evil.example", "999.999.999.999"}) {
      assertThat(briefUnder(operators, path, foreign + ":" + operators.getPort()))
          .as(foreign)
          .isEqualTo("400 INVALID_HOST");
    }
    for (String own : new String[] {"localhost", "127.0.0.1", "[::1]"}) {
      assertThat(briefUnder(operators, path, own + ":" + operators.getPort()))
          .as(own)
          .isEqualTo("200");
    }
    for (String origin : new String[] {"http://evil.example", "null", "http://localhost:1"}) {
      var foreign = HttpRequest.newBuilder(operators.resolve(path)).header("Origin", origin);
      assertThat(Http.send(foreign).brief()).isEqualTo("403 FORBIDDEN");
    }
    var own = HttpRequest.newBuilder(operators.resolve(path)).header("Origin", "" + operators);
    assertThat(Http.send(own).status()).isEqualTo(200);
  }
}
