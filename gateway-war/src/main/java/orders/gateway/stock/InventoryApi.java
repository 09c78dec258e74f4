package orders.gateway.stock;

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
 * What goes over the wire to inventory: a call is one attempt. Bodies are JSON as text: the writer
 * of JSON-P looks for its provider at each call.
 *
 * <p>Public only because Liberty makes the client from outside this package; used here alone.
 */
@RegisterRestClient(configKey = "inventory")
@RegisterProvider(RequestIdHeader.class)
@RegisterProvider(ServiceTokenHeader.class)
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public interface InventoryApi {

  @POST
  @Path("reserve")
  @Consumes(MediaType.APPLICATION_JSON)
  Response reserve(
      @HeaderParam(IdempotencyKey.HEADER) String key,
      @HeaderParam(RequestDeadline.HEADER) long timeoutMs,
      String items);

  @POST
  @Path("release")
  @Consumes(MediaType.APPLICATION_JSON)
  Response release(
      @HeaderParam(IdempotencyKey.HEADER) String key,
      @HeaderParam(RequestDeadline.HEADER) long timeoutMs,
      String items);
}
