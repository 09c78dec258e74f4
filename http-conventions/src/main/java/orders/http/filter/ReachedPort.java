package orders.http.filter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import orders.http.error.ErrorBody;
import orders.http.error.HttpError;
import orders.settings.ManagementHost;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Answers at the service's own ports alone. The server picks the application by the {@code Host}
 * header, which may name the port of one and come to that of another: docs/decisions/0020.
 */
public class ReachedPort extends HttpFilter {
  /** The settings that say where the service listens, with commas; in its own properties. */
  static final String OWN = "service.ports";

  private static final System.Logger LOG = System.getLogger(ReachedPort.class.getName());
  private static final long LINE_NANOS = Duration.ofMinutes(1).toNanos();

  private final AtomicLong lastLine = new AtomicLong(System.nanoTime() - LINE_NANOS);
  private Set<Integer> ports;
  private int managementPort;

  @Override
  public void init() {
    Config config = ConfigProvider.getConfig();
    ports =
        Stream.of(config.getValue(OWN, String.class).split(","))
            .map(setting -> config.getValue(setting, Integer.class))
            .collect(Collectors.toSet());
    managementPort = config.getValue("MANAGEMENT_PORT", Integer.class);
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    int reached = request.getLocalPort();
    if (ports.contains(reached)) {
      chain.doFilter(request, response);
    } else if (reached != managementPort || !ManagementHost.answer(request, response)) {
      tell(reached, request.getServerPort());
      ErrorBody.of(HttpError.NOT_FOUND).write(request, response);
    }
  }

  private void tell(int reached, int named) {
    long last = lastLine.get();
    long now = System.nanoTime();
    // a client that asks so asks often
    if (now - last >= LINE_NANOS && lastLine.compareAndSet(last, now)) {
      LOG.log(
          Level.WARNING,
          "Port {0} was asked under a Host with the port {1}, which is another''s: answered 404.",
          Integer.toString(reached),
          Integer.toString(named));
    }
  }
}
