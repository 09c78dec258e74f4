package orders.payments.provider;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What goes wrong at the simulated provider; from the settings at start, to be changed at will. */
@ApplicationScoped
public class SimulatedFaults {

  /**
   * Of all calls so many, from 0 to 1; the sum is 1 at most.
   *
   * @param latencyMs that every call takes longer
   * @param errorRate fail before the money moved
   * @param lateErrorRate fail after the money moved
   * @param timeoutRate fail after the money moved and {@code timeoutMs} went by
   * @param timeoutMs longer than anybody waits
   * @param tombstones whether a charge that comes after its void is declined; not every provider
   *     does that
   */
  public record Rates(
      long latencyMs,
      double errorRate,
      double lateErrorRate,
      double timeoutRate,
      long timeoutMs,
      boolean tombstones) {

    /**
     * @return of all calls so many
     */
    double failing() {
      return errorRate + lateErrorRate + timeoutRate;
    }
  }

  @Inject
  @ConfigProperty(name = "PAYMENTS_SIMULATOR_LATENCY_MS")
  long latencyMs;

  @Inject
  @ConfigProperty(name = "PAYMENTS_SIMULATOR_ERROR_RATE")
  double errorRate;

  @Inject
  @ConfigProperty(name = "PAYMENTS_SIMULATOR_LATE_ERROR_RATE")
  double lateErrorRate;

  @Inject
  @ConfigProperty(name = "PAYMENTS_SIMULATOR_TIMEOUT_RATE")
  double timeoutRate;

  @Inject
  @ConfigProperty(name = "PAYMENTS_SIMULATOR_TIMEOUT_MS")
  long timeoutMs;

  @Inject
  @ConfigProperty(name = "PAYMENTS_SIMULATOR_TOMBSTONES")
  boolean tombstones;

  private volatile Rates rates;

  @PostConstruct
  void begin() {
    rates = new Rates(latencyMs, errorRate, lateErrorRate, timeoutRate, timeoutMs, tombstones);
  }

  Rates rates() {
    return rates;
  }

  void change(Rates next) {
    rates = next;
  }
}
