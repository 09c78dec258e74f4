package orders.http.body;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A request whose body was read before: whoever reads it gets that, and waits for nobody. */
final class BufferedRequest extends HttpServletRequestWrapper {
  private volatile byte @Nullable [] body;

  BufferedRequest(HttpServletRequest request) {
    super(request);
  }

  /** The body has come: all of it, as it was sent. */
  void buffered(byte[] bytes) {
    body = bytes;
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    return body == null ? super.getInputStream() : new Buffered(body);
  }

  private static final class Buffered extends ServletInputStream {
    private final ByteArrayInputStream bytes;

    Buffered(byte[] body) {
      bytes = new ByteArrayInputStream(body);
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      return bytes.read(into, offset, length);
    }

    @Override
    public int available() {
      return bytes.available();
    }

    @Override
    public boolean isFinished() {
      return bytes.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new IllegalStateException("the body is here already");
    }
  }
}
