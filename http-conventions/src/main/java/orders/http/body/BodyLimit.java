package orders.http.body;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import orders.http.FilterOrder;
import orders.http.error.ApiException;
import orders.http.error.HttpError;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * Refuses bodies over {@code API_MAX_BYTES} or {@code DATA_UPLOAD_MAX_MEMORY_SIZE}: at once by
 * Content-Length, and while they are read if that does not tell: a chunked body, or one that is
 * larger once unpacked. The server does not unpack (server.xml): it would do so without a limit.
 */
@Provider
@ApplicationScoped
@Priority(FilterOrder.BODY_LIMIT)
public class BodyLimit implements ContainerRequestFilter {

  private final long bytesMax = bytesMax(ConfigProvider.getConfig());

  /**
   * @param config with the settings that bound a body
   * @return the largest body
   */
  static long bytesMax(Config config) {
    long apiMax = config.getValue("API_MAX_BYTES", Long.class);
    Optional<Long> uploadMax = config.getOptionalValue("DATA_UPLOAD_MAX_MEMORY_SIZE", Long.class);
    return Math.min(apiMax, uploadMax.orElse(apiMax));
  }

  @Override
  public void filter(ContainerRequestContext request) {
    String length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    // not getLength(), which fails beyond an int
    if (length != null && Long.parseLong(length) > bytesMax) {
      throw tooLarge();
    }
    InputStream sent = request.getEntityStream();
    String encoding = request.getHeaderString(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      if (!encoding.toLowerCase(Locale.ROOT).matches("(x-)?gzip")) {
        // RFC 9110, section 15.5.16
        throw new ApiException(
            HttpError.UNSUPPORTED_CONTENT_ENCODING, Map.of(HttpHeaders.ACCEPT_ENCODING, "gzip"));
      }
      sent = new Unpacked(sent);
    }
    request.setEntityStream(new Counted(sent, bytesMax));
  }

  static ApiException tooLarge() {
    return new ApiException(HttpError.PAYLOAD_TOO_LARGE);
  }

  /** Whether a parser failed only because the body was cut off here. */
  static boolean causeOf(Throwable thrown) {
    return ExceptionUtils.throwableOfType(thrown, TooLarge.class) != null;
  }

  private static final class TooLarge extends IOException {}

  /** Begins to unpack where it is first read: a request that is refused before is not read. */
  private static final class Unpacked extends InputStream {
    private final InputStream packed;
    private @Nullable InputStream unpacked;

    Unpacked(InputStream packed) {
      this.packed = packed;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (unpacked == null) {
        unpacked = new GZIPInputStream(packed);
      }
      return unpacked.read(buffer, offset, length);
    }
  }

  /** Ends with an error once more was read than may be. */
  private static final class Counted extends FilterInputStream {
    private long left;

    Counted(InputStream body, long bytesMax) {
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
