package orders.gateway.payment;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import orders.gateway.upstream.RequestIdHeader;
import orders.gateway.upstream.ServiceTokenHeader;
import orders.http.filter.RequestDeadline;
import orders.http.idempotency.IdempotencyKey;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/**
 * What goes over the wire to payments: a call is one attempt. Bodies are JSON as text: the writer
 * of JSON-P looks for its provider at each call.
 *
 * <p>Public only because Liberty makes the client from outside this package; used here alone.
 */
@RegisterRestClient(configKey = "payments")
@RegisterProvider(RequestIdHeader.class)
@RegisterProvider(ServiceTokenHeader.class)
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public interface PaymentsApi {

  @POST
  @Path("charge")
  @Consumes(MediaType.APPLICATION_JSON)
  Response charge(
      @HeaderParam(IdempotencyKey.HEADER) String key,
      @HeaderParam(RequestDeadline.HEADER) long timeoutMs,
      String charge);

  @POST
  @Path("refund")
  @Consumes(MediaType.APPLICATION_JSON)
  Response refund(
      @HeaderParam(IdempotencyKey.HEADER) String key,
      @HeaderParam(RequestDeadline.HEADER) long timeoutMs,
      String refund);

  @POST
  @Path("void")
  @Consumes(MediaType.APPLICATION_JSON)
  Response voidCharge(
      @HeaderParam(IdempotencyKey.HEADER) String key,
      @HeaderParam(RequestDeadline.HEADER) long timeoutMs,
      String charge);
}
