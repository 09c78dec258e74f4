package orders.gateway.orders.control;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.List;
import orders.background.BackgroundWorker;
import orders.background.ToDoList;
import orders.gateway.orders.entity.Order;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Brings every order to its end that nobody waits for any more: its request died, or had no answer
 * from upstream. The table says what is due, and whoever claims an order has it for a lease.
 */
@ApplicationScoped
public class BackgroundCompletion {
  private static final String NAME = "gateway background completion";
  private static final Duration CLOCK_LOOKED_AT_EVERY = Duration.ofSeconds(5);

  @Inject OrderRepository orders;
  @Inject OrderSaga saga;
  @Inject RetryBackoff backoff;
  @Resource ManagedScheduledExecutorService executor;

  private BackgroundWorker<Order> worker;

  @PostConstruct
  void prepare() {
    worker = new BackgroundWorker<>(NAME, new DueOrders(), executor);
  }

  /** After the tables are made: observers without a priority come before. */
  void start(
      @Observes
          @Initialized(ApplicationScoped.class)
          @Priority(Interceptor.Priority.APPLICATION + 900)
          Object application) {
    worker.start();
  }

  @PreDestroy
  void stop() {
    worker.stop();
  }

  /** Part of the service's readiness. */
  @Produces
  @Readiness
  @ApplicationScoped
  HealthCheck readiness() {
    return () -> HealthCheckResponse.named(NAME).status(worker.isPolling()).build();
  }

  private final class DueOrders implements ToDoList<Order> {
    private volatile long clockLookedAtNanos = System.nanoTime();

    @Override
    public List<Order> claimDue(int max) {
      if (System.nanoTime() - clockLookedAtNanos > CLOCK_LOOKED_AT_EVERY.toNanos()) {
        orders.endImpossibleWaits();
        clockLookedAtNanos = System.nanoTime();
      }
      return orders.claimDue(max);
    }

    @Override
    public void work(Order order) {
      saga.carryOn(order);
    }

    @Override
    public void failed(Order order, Throwable reason) {
      var known =
          reason instanceof RuntimeException unexpected
              ? unexpected
              : new IllegalStateException(reason);
      orders.write(order, backoff.afterFailure(order, known));
    }

    @Override
    public String name(Order order) {
      return "order-" + order.id();
    }
  }
}
