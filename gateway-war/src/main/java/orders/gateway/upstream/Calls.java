package orders.gateway.upstream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import orders.gateway.orders.entity.Order;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/** Makes one attempt at a call for an order, and writes down in its timeline what came of it. */
@ApplicationScoped
public class Calls {

  @Inject Breakers breakers;
  @Inject Door door;

  @Inject
  @ConfigProperty(name = UpstreamSettings.TIMEOUT_MS)
  long timeoutMs;

  /**
   * @param service to call
   * @param name of the call, for the timeline
   * @param order for which it is made, the caller's own
   * @param call to a REST client; gets the time that is left for it, in milliseconds
   * @param read makes an answer of the response, whose status is not 5xx
   * @return what was read
   * @throws NoAnswer where there is none, or none that can be read
   */
  public <T> T ask(
      Service service,
      String name,
      Order order,
      LongFunction<Response> call,
      Function<Response, T> read) {
    long leftMs = Math.min(timeoutMs, order.lease().left().toMillis());
    if (leftMs <= 0) {
      // stopped or slow for too long: the order is somebody else's by now
      throw new NoAnswer.NotWorthRetrying("the lease has run out");
    }
    long began = System.nanoTime();
    int status = 0;
    String error = null;
    try (Response response = guarded(service, () -> call.apply(leftMs))) {
      status = response.getStatus();
      T answer = read.apply(response);
      door.open(service);
      return answer;
    } catch (NoAnswer e) {
      error = e.getMessage();
      throw e;
    } catch (CircuitBreakerOpenException e) {
      door.shut(service);
      error = "circuit breaker open";
      throw new NoAnswer.NotWorthRetrying(name + ": " + error);
    } catch (RuntimeException e) {
      error = e.toString();
      throw new NoAnswer(name + ": " + error, e);
    } finally {
      var took = Duration.ofNanos(System.nanoTime() - began);
      order.timeline().addCall(order.lease().now(), name, took, status, error);
    }
  }

  private Response guarded(Service service, Supplier<Response> call) {
    return switch (service) {
      case INVENTORY -> breakers.atInventory(call);
      case PAYMENTS -> breakers.atPayments(call);
    };
  }
}
