package orders.payments.provider;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import orders.http.Refusal;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * A provider that needs no bank. It declines amounts above {@code PAYMENTS_SIMULATOR_LIMIT_CENTS}
 * and approves all others; and it fails in every way that a real one can, where {@link
 * SimulatedFaults} say so.
 */
@ApplicationScoped
public class SimulatedProvider implements PaymentProvider {

  @Inject
  @ConfigProperty(name = "PAYMENTS_SIMULATOR_LIMIT_CENTS")
  long limitCents;

  @Inject
  @ConfigProperty(name = "PAYMENTS_SIMULATOR_LEDGER")
  boolean keepsLedger;

  @Inject SimulatorLedger ledger;
  @Inject SimulatedFaults faults;

  @Override
  public Optional<String> charge(String key, long amountCents, Currency currency) {
    return disturbed(
        () -> {
          if (amountCents > limitCents) {
            return Optional.empty();
          }
          if (keepsLedger) {
            ledger.charge(key, amountCents);
          }
          // derived from the key: the same charge is the same transaction
          return Optional.of("txn_" + UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)));
        });
  }

  @Override
  public void refund(String key, String chargeKey, long amountCents) {
    disturbed(
        () -> {
          if (keepsLedger) {
            ledger.refund(key, chargeKey, amountCents);
          }
          return null;
        });
  }

  @Override
  public void voidCharge(String key) {
    disturbed(
        () -> {
          if (keepsLedger) {
            ledger.giveBackTheRest(key);
          }
          return null;
        });
  }

  private <T> T disturbed(Supplier<T> move) {
    SimulatedFaults.Rates rates = faults.rates();
    pause(rates.latencyMs());
    // one draw, so that the rates add up
    double draw = ThreadLocalRandom.current().nextDouble();
    if (draw < rates.errorRate()) {
      throw unavailable();
    }
    T answer = move.get();
    if (draw < rates.errorRate() + rates.lateErrorRate()) {
      throw unavailable();
    }
    if (draw < rates.errorRate() + rates.lateErrorRate() + rates.timeoutRate()) {
      pause(rates.timeoutMs());
      throw unavailable();
    }
    return answer;
  }

  private static Refusal unavailable() {
    return new Refusal(ProviderError.PROVIDER_UNAVAILABLE);
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable();
    }
  }
}
