package orders.gateway.upstream;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;

/**
 * Makes 5xx, 429 and 404 an exception, so that retry and circuit breaker see a failure: 404 comes
 * from a server whose application has not started. Every other status is an answer: a refusal must
 * not open the breaker.
 */
public class FaultIsNoAnswer implements ResponseExceptionMapper<NoAnswer> {

  @Override
  public boolean handles(int status, MultivaluedMap<String, Object> headers) {
    return status >= 500 || status == 429 || status == 404;
  }

  @Override
  public NoAnswer toThrowable(Response response) {
    return new NoAnswer("status " + response.getStatus(), null);
  }
}
