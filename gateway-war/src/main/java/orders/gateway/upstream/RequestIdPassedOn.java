package orders.gateway.upstream;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import orders.http.RequestId;

/** Sends the request's id along, so that one id finds the log lines of all three services. */
public class RequestIdPassedOn implements ClientRequestFilter {

  @Override
  public void filter(ClientRequestContext request) {
    request.getHeaders().putSingle(RequestId.HEADER, RequestId.current());
  }
}
