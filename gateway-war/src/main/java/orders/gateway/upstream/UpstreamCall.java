package orders.gateway.upstream;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import orders.value.Ascii;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/** Makes one attempt at a call and has written down what came of it. */
@ApplicationScoped
public class UpstreamCall {

  @Inject CircuitBreakers breakers;
  @Inject UpstreamGate gate;
  @Resource ManagedExecutorService executor;

  @Inject
  @ConfigProperty(name = UpstreamSettings.TIMEOUT_MS)
  long timeoutMs;

  /**
   * @param service to call
   * @param name of the call, for the timeline
   * @param context for whom it is made
   * @param call to a REST client; gets the time that is left for it, in milliseconds
   * @param read what the reply means; throws NoAnswer if the contract has no such reply
   * @return what was read
   * @throws NoAnswer if there is none, or none that can be believed
   */
  public <T> T ask(
      Service service,
      String name,
      CallContext context,
      LongFunction<Response> call,
      Function<Reply, T> read) {
    long leftMs = Math.min(timeoutMs, context.left().toMillis());
    if (leftMs <= 0) {
      // stopped or slow for too long: the order is somebody else's by now
      throw new NoAnswer.NotSent("the lease has run out");
    }
    long began = System.nanoTime();
    int status = 0;
    String error = null;
    gate.asks(service);
    try {
      var answered = guarded(service, () -> answered(call.apply(leftMs), began, leftMs, read));
      status = answered.status();
      gate.open(service);
      return answered.meaning();
    } catch (NoAnswer e) {
      error = e.getMessage();
      throw e;
    } catch (CircuitBreakerOpenException e) {
      gate.shut(service);
      error = "circuit breaker open";
      throw new NoAnswer.NotSent(name + ": " + error);
    } catch (RuntimeException e) {
      error = Ascii.line(e.toString());
      throw new NoAnswer(name + ": " + error, e);
    } finally {
      var took = Duration.ofNanos(System.nanoTime() - began);
      context.called(name, took, status, error);
    }
  }

  private record Answered<T>(int status, T meaning) {}

  /** Within the breaker: what cannot be believed is a failure there too. */
  private <T> Answered<T> answered(
      Response response, long beganNanos, long leftMs, Function<Reply, T> read) {
    boolean whole = false;
    try {
      var reply = Reply.of(response, beganNanos + Duration.ofMillis(leftMs).toNanos());
      whole = reply.isWhole();
      return new Answered<>(reply.status(), read.apply(reply));
    } finally {
      if (whole) {
        response.close();
      } else {
        closeInBackground(response);
      }
    }
  }

  /** The client reads a body to its end before it closes it, and some have none. */
  private void closeInBackground(Response response) {
    try {
      executor.execute(response::close);
    } catch (RejectedExecutionException stopping) {
      // the connection ends with the server
    }
  }

  private <T> T guarded(Service service, Supplier<T> call) {
    return switch (service) {
      case INVENTORY -> breakers.atInventory(call);
      case PAYMENTS -> breakers.atPayments(call);
    };
  }
}
