package orders.payments.charges;

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
import java.lang.System.Logger.Level;
import java.util.List;
import orders.background.BackgroundWorker;
import orders.background.ToDoList;
import orders.payments.provider.ProviderUnavailable;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Brings every charge, void and refund to its end that nobody waits for any more: whoever asked the
 * provider died, or it did not answer.
 */
@ApplicationScoped
public class BackgroundSettlement {
  private static final System.Logger LOG = System.getLogger(BackgroundSettlement.class.getName());
  private static final String NAME = "payments background settlement";

  @Inject Cashier cashier;
  @Inject ChargeTable charges;
  @Inject RefundTable refunds;
  @Resource ManagedScheduledExecutorService executor;

  private List<BackgroundWorker<?>> workers;

  @PostConstruct
  void prepare() {
    workers =
        List.of(
            new BackgroundWorker<>(NAME + " of charges", new DueCharges(), executor),
            new BackgroundWorker<>(NAME + " of refunds", new DueRefunds(), executor));
  }

  /** After the tables are made: observers without a priority come before. */
  void start(
      @Observes
          @Initialized(ApplicationScoped.class)
          @Priority(Interceptor.Priority.APPLICATION + 900)
          Object application) {
    workers.forEach(BackgroundWorker::start);
  }

  @PreDestroy
  void stop() {
    workers.forEach(BackgroundWorker::stop);
  }

  /** Part of the service's readiness. */
  @Produces
  @Readiness
  @ApplicationScoped
  HealthCheck readiness() {
    return () ->
        HealthCheckResponse.named(NAME)
            .status(workers.stream().allMatch(BackgroundWorker::isPolling))
            .build();
  }

  private final class DueCharges implements ToDoList<Charge> {

    @Override
    public List<Charge> claimDue(int max) {
      return charges.claimDue(max);
    }

    @Override
    public void work(Charge charge) {
      try {
        cashier.carryOn(charge);
      } catch (ProviderUnavailable noAnswer) {
        LOG.log(Level.WARNING, "{0} stays open: {1}", name(charge), noAnswer.getMessage());
      }
    }

    @Override
    public String name(Charge charge) {
      return "charge-" + charge.key();
    }
  }

  private final class DueRefunds implements ToDoList<Refund> {

    @Override
    public List<Refund> claimDue(int max) {
      return refunds.claimDue(max);
    }

    @Override
    public void work(Refund refund) {
      try {
        cashier.carryOn(refund);
      } catch (ProviderUnavailable noAnswer) {
        LOG.log(Level.WARNING, "{0} stays open: {1}", name(refund), noAnswer.getMessage());
      }
    }

    @Override
    public String name(Refund refund) {
      return "refund-" + refund.key();
    }
  }
}
