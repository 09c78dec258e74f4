package orders.http;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses bodies over {@code API_MAX_BYTES}: at once by Content-Length, and while it is read for a
 * chunked body, which does not say its length.
 */
@Provider
@ApplicationScoped
@Priority(Priorities.AUTHENTICATION - 100)
public class BodyLimit implements ContainerRequestFilter {

  @Inject
  @ConfigProperty(name = "API_MAX_BYTES", defaultValue = "1048576")
  long bytesMax;

  @Override
  public void filter(ContainerRequestContext request) {
    if (request.getLength() > bytesMax) {
      throw tooLarge();
    }
    if (request.hasEntity()) {
      request.setEntityStream(new Limited(request.getEntityStream(), bytesMax));
    }
  }

  static Refusal tooLarge() {
    return new Refusal(HttpError.PAYLOAD_TOO_LARGE);
  }

  /** Whether a parser failed only because the body was cut off here. */
  static boolean causeOf(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof TooLarge) {
        return true;
      }
    }
    return false;
  }

  private static final class TooLarge extends IOException {}

  private static final class Limited extends FilterInputStream {
    private long left;

    Limited(InputStream body, long bytesMax) {
      super(body);
      this.left = bytesMax;
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      count(Math.max(read, 0));
      return read;
    }

    private void count(int read) throws TooLarge {
      left -= read;
      if (left < 0) {
        throw new TooLarge();
      }
    }
  }
}
