package orders.embedded.server;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import orders.settings.ManagementHost;
import orders.settings.Setting;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Gets what was asked under a {@code Host} that no virtual host has (docs/decisions/0020): passes
 * it on to health and metrics if it came to the management port, and otherwise says which setting
 * would have helped.
 */
@WebServlet("/")
public class OtherHosts extends HttpServlet {
  private static final System.Logger LOG = System.getLogger(OtherHosts.class.getName());
  private static final long LINE_NANOS = Duration.ofMinutes(1).toNanos();
  private static final Map<Setting, Setting> ALIASES =
      Map.of(
          Setting.GATEWAY_PORT, Setting.GATEWAY_HOST_ALIASES,
          Setting.OPERATORS_PORT, Setting.GATEWAY_HOST_ALIASES,
          Setting.INVENTORY_PORT, Setting.INVENTORY_HOST_ALIASES,
          Setting.PAYMENTS_PORT, Setting.PAYMENTS_HOST_ALIASES);

  private final transient Config config = ConfigProvider.getConfig();
  private final AtomicLong lastLine = new AtomicLong(System.nanoTime() - LINE_NANOS);

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean management = isReached(request, Setting.MANAGEMENT_PORT);
    if (management && ManagementHost.answer(request, response)) {
      return;
    }
    if (!management) {
      tell(request);
    }
    response.setStatus(HttpServletResponse.SC_NOT_FOUND);
    response.setContentType("application/json");
    response.getWriter().print("{\"detail\":\"NOT_FOUND\"}");
  }

  private boolean isReached(HttpServletRequest request, Setting port) {
    return request.getLocalPort() == config.getValue(port.name(), Integer.class);
  }

  private void tell(HttpServletRequest request) {
    long last = lastLine.get();
    long now = System.nanoTime();
    // a client that asks so asks often
    if (now - last < LINE_NANOS || !lastLine.compareAndSet(last, now)) {
      return;
    }
    ALIASES.forEach(
        (port, aliases) -> {
          if (isReached(request, port)) {
            LOG.log(
                Level.WARNING,
                "{0} was asked under a Host with the port {1}, which is nobody''s: answered 404."
                    + " Set {2} to a list that has *:{1} in it.",
                port,
                Integer.toString(request.getServerPort()),
                aliases);
          }
        });
  }
}
