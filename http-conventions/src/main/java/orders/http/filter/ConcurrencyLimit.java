package orders.http.filter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import orders.http.Health;
import orders.http.error.ErrorBody;
import orders.http.error.HttpError;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Bounds how many requests a service works on at once: beyond, it says so at once, rather than
 * letting all of them wait until their clients have left. Health is always answered.
 */
public class ConcurrencyLimit extends HttpFilter {
  private final transient Semaphore places;

  /** As {@code REQUESTS_CONCURRENT_MAX} says. */
  public ConcurrencyLimit() {
    this(ConfigProvider.getConfig().getValue("REQUESTS_CONCURRENT_MAX", Integer.class));
  }

  ConcurrencyLimit(int concurrentMax) {
    places = new Semaphore(concurrentMax);
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (Health.isAt(request.getRequestURI())) {
      chain.doFilter(request, response);
    } else if (places.tryAcquire()) {
      try {
        chain.doFilter(request, response);
      } finally {
        places.release();
      }
    } else {
      ErrorBody.of(HttpError.OVERLOADED).write(request, response);
    }
  }
}
