package orders.gateway.payment;

import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import orders.gateway.upstream.FaultIsNoAnswer;
import orders.gateway.upstream.RequestIdPassedOn;
import orders.http.IdempotencyKey;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/**
 * What goes over the wire to payments: one attempt, with a limit, behind a circuit breaker.
 *
 * <p>Public only because Liberty makes the client from outside this package; used here alone.
 */
@RegisterRestClient(configKey = "payments")
@RegisterProvider(FaultIsNoAnswer.class)
@RegisterProvider(RequestIdPassedOn.class)
@Path("/")
public interface PaymentsApi {

  @POST
  @Path("charge")
  @Consumes(MediaType.APPLICATION_JSON)
  @Timeout
  @CircuitBreaker
  Response charge(@HeaderParam(IdempotencyKey.HEADER) String key, JsonObject charge);

  // no breaker: an undo must be tried even where nothing else gets through
  @POST
  @Path("void")
  @Timeout
  Response voidCharge(@HeaderParam(IdempotencyKey.HEADER) String key);
}
