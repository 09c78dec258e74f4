package orders.system.contract;

import static orders.system.fixture.OrderJson.order;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import orders.system.fixture.Http;
import org.junit.jupiter.api.Test;

/** What a client can read of the road of an order. */
public interface TimelineContract extends SystemContract {

  @Test
  default void the_timeline_tells_each_step() {
    JsonObject order = confirmed(sku(5), 100);

    var timeline = Http.get(of(order, "timeline/")).json();

    var steps = timeline.getJsonArray("steps").getValuesAs(JsonObject.class);
    assertThat(steps)
        .extracting(step -> step.getString("event"))
        .containsExactly("PENDING", "reserve", "charge", "CONFIRMED");
    assertThat(steps.get(1).getInt("answer")).isEqualTo(200);
    assertThat(steps.get(1)).containsKeys("at", "attempt", "ms");
  }
}
