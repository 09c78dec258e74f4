package orders.gateway.orders.boundary;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import orders.http.error.ApiException;
import orders.http.error.HttpError;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Bounds how many orders are placed or changed at once. If one server runs all three services, the
 * gateway's requests and the upstream requests they wait for share one pool of threads; without the
 * bound the former take all of it and nothing moves any more (docs/decisions/0005).
 */
@ApplicationScoped
public class OrderBulkhead {
  private static final long WAIT_MS_MAX = 1000;

  @Inject
  @ConfigProperty(name = "ORDERS_CONCURRENT_MAX")
  int concurrentMax;

  private Semaphore places;

  @PostConstruct
  void open() {
    places = new Semaphore(concurrentMax, true);
  }

  /**
   * @param work to be done while holding one of the places
   * @return what it returned
   * @throws ApiException 503 if no place became free in time; the work was not begun
   */
  <T> T admit(Supplier<T> work) {
    boolean admitted = false;
    try {
      admitted = places.tryAcquire(WAIT_MS_MAX, TimeUnit.MILLISECONDS);
      if (!admitted) {
        throw new ApiException(HttpError.OVERLOADED);
      }
      return work.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ApiException(HttpError.OVERLOADED);
    } finally {
      if (admitted) {
        places.release();
      }
    }
  }
}
