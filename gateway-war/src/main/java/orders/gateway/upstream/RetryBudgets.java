package orders.gateway.upstream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** A {@link RetryBudget} for each service. */
@ApplicationScoped
public class RetryBudgets {
  private final Map<Service, RetryBudget> budgets = new EnumMap<>(Service.class);

  /** For the proxy. */
  protected RetryBudgets() {}

  /**
   * @param tokensMax of each
   */
  @Inject
  public RetryBudgets(@ConfigProperty(name = UpstreamSettings.RETRY_BUDGET) int tokensMax) {
    for (Service service : Service.values()) {
      budgets.put(service, new RetryBudget(tokensMax, System.nanoTime()));
    }
  }

  RetryBudget of(Service service) {
    return Objects.requireNonNull(budgets.get(service));
  }
}
