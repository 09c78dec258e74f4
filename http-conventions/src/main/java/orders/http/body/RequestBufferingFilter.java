package orders.http.body;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import orders.http.error.ApiException;
import orders.http.error.ErrorBody;
import orders.http.error.ErrorCode;
import orders.http.error.HttpError;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Reads the whole body before the request goes on, so that no more than {@value #READERS_MAX}
 * clients that send slowly hold a thread each; whoever comes while there are so many waits for its
 * body without one (docs/decisions/0010). Not at the internal services, whose only client is the
 * gateway.
 */
public class RequestBufferingFilter extends HttpFilter {
  private static final int READERS_MAX = 64;
  private static final Duration TIME_MAX = Duration.ofSeconds(10);

  /** A net only: each read ends by itself (server.xml), and then the time is looked at. */
  private static final Duration NET = Duration.ofSeconds(30);

  /** Liberty lets a dispatch overtake the thread that began to wait, and loses the request then. */
  private static final Duration HEAD_START = Duration.ofMillis(20);

  /** Of all bodies together, if they are larger than an order is. */
  private static final long BUFFERED_BYTES_MAX = Runtime.getRuntime().maxMemory() / 8;

  private static final int FREE_BYTES_MAX = 16_384;

  private final AtomicLong bufferedBytes = new AtomicLong();
  private final transient Semaphore readers = new Semaphore(READERS_MAX);

  @Resource private transient ManagedScheduledExecutorService executor;
  @Inject private transient Instance<BodyAdmission> admissions;

  private transient List<BodyAdmission> admission;
  private long bytesMax;
  private boolean internal;

  @Override
  public void init() {
    admission = admissions.stream().toList();
    var config = ConfigProvider.getConfig();
    bytesMax = BodyLimit.bytesMax(config);
    internal = config.getValue("service.internal", Boolean.class);
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String length = request.getHeader("Content-Length");
    if (internal || !isSent(request::getHeader)) {
      chain.doFilter(request, response);
      return;
    }
    Optional<ApiException> unwanted =
        admission.stream().flatMap(it -> it.refusal(request).stream()).findFirst();
    if (unwanted.isPresent()) {
      unwanted.get().headers().forEach((name, value) -> response.setHeader(name, value.toString()));
      refuse(unwanted.get().code(), request, response);
    } else if (length != null && Long.parseLong(length) > bytesMax) {
      // not read: BodyLimit refuses it
      response.setHeader("Connection", "close");
      chain.doFilter(request, response);
    } else if (readers.tryAcquire()) {
      read(request, response, chain);
    } else {
      readWithoutThread(request, response);
    }
  }

  /**
   * @param header the first value of a request's header of that name, or null
   * @return whether a body comes with it, perhaps an empty one (RFC 9112, section 6)
   */
  public static boolean isSent(UnaryOperator<String> header) {
    String length = header.apply("Content-Length");
    return header.apply("Transfer-Encoding") != null || (length != null && !length.equals("0"));
  }

  private void read(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    var body = new Body();
    try {
      Optional<HttpError> refused;
      try {
        refused = body.readAll(request.getInputStream());
      } finally {
        readers.release();
      }
      if (refused.isPresent()) {
        refuse(refused.get(), request, response);
      } else {
        chain.doFilter(body.in(request), response);
      }
    } finally {
      body.forget();
    }
  }

  private void readWithoutThread(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var whole = new BufferedRequest(request);
    AsyncContext waiting = request.startAsync(whole, response);
    waiting.setTimeout(NET.toMillis());
    var reading = new Reading(waiting, whole, response);
    waiting.addListener(reading);
    request.getInputStream().setReadListener(reading);
  }

  private static void refuse(
      ErrorCode error, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Connection", "close");
    ErrorBody.of(error).write(request, response);
  }

  /** What has come of a body, within its limits. */
  private final class Body {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final byte[] buffer = new byte[8192];
    private final long beganNanos = System.nanoTime();
    private boolean forgotten;

    Optional<HttpError> readAll(InputStream from) {
      try {
        Optional<HttpError> refused = Optional.empty();
        for (int read; refused.isEmpty() && (read = from.read(buffer)) >= 0; ) {
          refused = add(read);
        }
        return refused;
      } catch (IOException failed) {
        return Optional.of(reason(failed));
      }
    }

    synchronized Optional<HttpError> add(int read) {
      if (forgotten) {
        return Optional.empty();
      }
      bytes.write(buffer, 0, read);
      // the first of it is free: large bodies must not keep small ones out
      if (bufferedBytes.addAndGet(read) > BUFFERED_BYTES_MAX && bytes.size() > FREE_BYTES_MAX) {
        return Optional.of(HttpError.OVERLOADED);
      }
      if (bytes.size() > bytesMax) {
        return Optional.of(HttpError.PAYLOAD_TOO_LARGE);
      }
      return age().compareTo(TIME_MAX) > 0
          ? Optional.of(HttpError.REQUEST_TIMEOUT)
          : Optional.empty();
    }

    Duration age() {
      return Duration.ofNanos(System.nanoTime() - beganNanos);
    }

    BufferedRequest in(HttpServletRequest request) {
      var whole = new BufferedRequest(request);
      whole.buffered(bytes.toByteArray());
      return whole;
    }

    synchronized void forget() {
      if (!forgotten) {
        forgotten = true;
        bufferedBytes.addAndGet(-bytes.size());
      }
    }
  }

  private static HttpError reason(Throwable failed) {
    return failed instanceof SocketTimeoutException
        ? HttpError.REQUEST_TIMEOUT
        : HttpError.BAD_REQUEST;
  }

  /** Collects the body; whichever comes first decides: its end, a failure, or a limit. */
  private final class Reading implements ReadListener, AsyncListener {
    private final AsyncContext waiting;
    private final BufferedRequest whole;
    private final HttpServletResponse response;
    private final ServletInputStream from;
    private final Body body = new Body();
    private boolean decided;

    Reading(AsyncContext waiting, BufferedRequest whole, HttpServletResponse response)
        throws IOException {
      this.waiting = waiting;
      this.whole = whole;
      this.response = response;
      this.from = whole.getRequest().getInputStream();
    }

    @Override
    public void onDataAvailable() throws IOException {
      while (!isDecided() && from.isReady() && !from.isFinished()) {
        int read = from.read(body.buffer);
        if (read < 0) {
          return;
        }
        body.add(read).ifPresent(this::end);
      }
    }

    @Override
    public synchronized void onAllDataRead() {
      if (!decided) {
        decided = true;
        whole.buffered(body.bytes.toByteArray());
        if (body.age().compareTo(HEAD_START) < 0) {
          later(waiting::dispatch);
        } else {
          waiting.dispatch();
        }
      }
    }

    private void later(Runnable step) {
      var unused = executor.schedule(step, HEAD_START.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void onError(Throwable thrown) {
      end(reason(thrown));
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      end(HttpError.REQUEST_TIMEOUT);
    }

    private synchronized boolean isDecided() {
      return decided;
    }

    /** Locked until it is complete: who comes second must find the first one's work done. */
    private synchronized void end(HttpError error) {
      if (decided) {
        return;
      }
      decided = true;
      try {
        refuse(error, whole, response);
      } catch (IOException clientHasLeft) {
        // nobody to tell
      } finally {
        waiting.complete();
      }
    }

    @Override
    public void onComplete(AsyncEvent event) {
      body.forget();
    }

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }
}
