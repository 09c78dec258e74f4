package orders.gateway.upstream;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import orders.context.RequestId;
import orders.http.RequestIdFilter;

/** Sends the request's id along, so that one id finds the log lines of all three services. */
public class RequestIdHeader implements ClientRequestFilter {

  @Override
  public void filter(ClientRequestContext request) {
    request.getHeaders().putSingle(RequestIdFilter.HEADER, RequestId.current());
  }
}
