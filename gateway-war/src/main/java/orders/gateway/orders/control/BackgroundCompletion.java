package orders.gateway.orders.control;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import orders.gateway.orders.entity.Order;
import orders.http.RequestId;

/**
 * Brings every order to its end that nobody waits for any more: its request died, or had no answer
 * from upstream. Each gateway does this at all times, without knowing of the others: the table says
 * what is due, and whoever claims an order has it for a lease.
 */
@ApplicationScoped
public class BackgroundCompletion {
  private static final System.Logger LOG = System.getLogger(BackgroundCompletion.class.getName());
  private static final long POLL_MS = 500;

  /** So many at once: a slow order holds up one place, not the others. */
  private static final int CONCURRENT_MAX = 8;

  @Inject OrderBook book;
  @Inject OrderLife life;
  @Resource ManagedScheduledExecutorService executor;

  private final Semaphore places = new Semaphore(CONCURRENT_MAX);
  private ScheduledFuture<?> polling;
  private volatile boolean failing;

  void start(@Observes @Initialized(ApplicationScoped.class) ServletContext application) {
    polling = executor.scheduleWithFixedDelay(this::poll, POLL_MS, POLL_MS, TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void stop() {
    polling.cancel(false);
  }

  private void poll() {
    int free = places.availablePermits();
    for (Order order : claim(free)) {
      places.acquireUninterruptibly();
      try {
        executor.execute(() -> complete(order));
      } catch (RejectedExecutionException stopping) {
        // the lease runs out, and another gateway goes on
        places.release();
      }
    }
  }

  /** One after the other as long as there are any: a backlog does not wait for the next poll. */
  private void complete(Order first) {
    try {
      for (List<Order> due = List.of(first); !due.isEmpty(); due = claim(1)) {
        Order order = due.get(0);
        RequestId.during("order-" + order.id(), () -> carryOn(order));
      }
    } finally {
      places.release();
    }
  }

  private void carryOn(Order order) {
    try {
      life.carryOn(order);
    } catch (SQLException away) {
      // its lease runs out, and it is due again
      LOG.log(Level.WARNING, "Order {0}: the database is away: {1}", order.id(), away);
    } catch (RuntimeException unexpected) {
      LOG.log(Level.ERROR, "Order " + order.id() + " failed unexpectedly", unexpected);
      leave(order, unexpected);
    }
  }

  private void leave(Order order, RuntimeException reason) {
    try {
      life.postpone(order, order.status(), reason);
    } catch (SQLException | RuntimeException again) {
      LOG.log(Level.WARNING, "Order {0} stays due: {1}", order.id(), again);
    }
  }

  private List<Order> claim(int max) {
    try {
      List<Order> due = max == 0 ? List.of() : book.claimDue(max);
      failing = false;
      return due;
    } catch (RuntimeException away) {
      if (!failing) {
        LOG.log(Level.WARNING, "Orders that are due cannot be read: {0}", away.toString());
      }
      failing = true;
      return List.of();
    }
  }
}
