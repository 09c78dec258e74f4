package orders.gateway.edge;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.eclipse.microprofile.config.ConfigProvider;

/** Tells clients who came by HTTPS to stay there (RFC 6797), with every answer. */
public class StrictTransport extends HttpFilter {

  @Inject private transient Caller caller;

  private long stayForSeconds;

  @Override
  public void init() {
    stayForSeconds = ConfigProvider.getConfig().getValue("SECURE_HSTS_SECONDS", Long.class);
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (stayForSeconds > 0 && caller.usesHttps()) {
      response.setHeader("Strict-Transport-Security", "max-age=" + stayForSeconds);
    }
    chain.doFilter(request, response);
  }
}
