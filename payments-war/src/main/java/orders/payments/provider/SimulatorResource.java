package orders.payments.provider;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import orders.http.body.JsonFields;
import orders.http.error.InvalidRequest;
import orders.payments.provider.SimulatedFaults.Rates;

/** Lets a person or a test make the simulated provider fail while it runs. */
@Path("simulator")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class SimulatorResource {
  private static final int MILLIS_MAX = 60_000;

  @Inject SimulatedFaults faults;

  /**
   * @return what goes wrong now
   */
  @GET
  public JsonObject read() {
    Rates rates = faults.rates();
    return Json.createObjectBuilder()
        .add("latency_ms", rates.latencyMs())
        .add("error_rate", rates.errorRate())
        .add("late_error_rate", rates.lateErrorRate())
        .add("timeout_rate", rates.timeoutRate())
        .add("timeout_ms", rates.timeoutMs())
        .add("tombstones", rates.tombstones())
        .build();
  }

  /**
   * @param body all members of what {@link #read} returns; without {@code tombstones} that stays
   * @return what goes wrong from now on
   */
  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  public JsonObject change(InputStream body) {
    JsonFields fields = JsonFields.of(body);
    var rates =
        new Rates(
            fields.wholeNumber("latency_ms", 0, MILLIS_MAX),
            fields.fraction("error_rate"),
            fields.fraction("late_error_rate"),
            fields.fraction("timeout_rate"),
            fields.wholeNumber("timeout_ms", 0, MILLIS_MAX),
            fields.flag("tombstones", faults.rates().tombstones()));
    fields.check();
    if (rates.failing() > 1) {
      throw InvalidRequest.body(
          "error_rate, late_error_rate and timeout_rate must not sum to more than 1");
    }
    faults.change(rates);
    return read();
  }
}
