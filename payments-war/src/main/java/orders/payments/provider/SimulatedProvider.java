package orders.payments.provider;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import orders.json.Sha256;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * A provider that needs no bank. It declines amounts above {@code PAYMENTS_SIMULATOR_LIMIT_CENTS}
 * and approves all others; and it fails in every way that a real one can, if {@link
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
          boolean refused = amountCents > limitCents;
          if (keepsLedger) {
            refused = ledger.charge(key, amountCents, refused);
          }
          return refused ? Optional.empty() : Optional.of(transactionId(key).toString());
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
          if (keepsLedger && faults.rates().tombstones()) {
            ledger.bury(key);
          }
          if (keepsLedger) {
            ledger.giveBackTheRest(key);
          }
          return null;
        });
  }

  /** Derived from the key, so that the same charge is the same transaction (RFC 9562, UUIDv8). */
  static UUID transactionId(String key) {
    ByteBuffer bits = ByteBuffer.wrap(Sha256.of(key.getBytes(StandardCharsets.UTF_8)));
    return new UUID(
        (bits.getLong() & 0xffff_ffff_ffff_0fffL) | 0x8000L,
        (bits.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L);
  }

  private <T> T disturbed(Supplier<T> move) {
    SimulatedFaults.Rates rates = faults.rates();
    pause(rates.latencyMs());
    // one draw, so that the rates add up
    double draw = ThreadLocalRandom.current().nextDouble();
    if (draw < rates.errorRate()) {
      throw new ProviderUnavailable();
    }
    T answer = move.get();
    if (draw < rates.errorRate() + rates.lateErrorRate()) {
      throw new ProviderUnavailable();
    }
    if (draw < rates.errorRate() + rates.lateErrorRate() + rates.timeoutRate()) {
      pause(rates.timeoutMs());
      throw new ProviderUnavailable();
    }
    return answer;
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProviderUnavailable();
    }
  }
}
