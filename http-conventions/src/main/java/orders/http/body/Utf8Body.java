package orders.http.body;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import orders.http.FilterOrder;
import orders.http.error.ApiException;
import orders.http.error.HttpError;

/**
 * Bodies are read as UTF-8 and as nothing else (RFC 8259, section 8.1), so a body that says it is
 * in another charset is refused. JAX-RS gets the media type without its parameters: a blank before
 * a semicolon would be a part of the name to it.
 */
@Provider
@PreMatching
@ApplicationScoped
@Priority(FilterOrder.UTF8_BODY)
public class Utf8Body implements ContainerRequestFilter {
  private static final String CHARSET = "utf-8";

  @Override
  public void filter(ContainerRequestContext request) {
    String sent = request.getHeaderString(HttpHeaders.CONTENT_TYPE);
    if (sent == null) {
      return;
    }
    ContentType type = ContentType.of(sent).orElseThrow(Utf8Body::unsupported);
    if (type.charset() != null
        && !type.charset().equals(CHARSET)
        && RequestBufferingFilter.isSent(request::getHeaderString)) {
      throw unsupported();
    }
    request.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, type.mediaType());
  }

  private static ApiException unsupported() {
    return new ApiException(HttpError.UNSUPPORTED_MEDIA_TYPE);
  }
}
