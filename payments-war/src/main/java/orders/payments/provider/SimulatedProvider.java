package orders.payments.provider;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * A provider that needs no bank. It declines amounts above {@code PAYMENTS_SIMULATOR_LIMIT_CENTS}
 * and approves all others.
 */
@ApplicationScoped
public class SimulatedProvider implements PaymentProvider {

  @Inject
  @ConfigProperty(name = "PAYMENTS_SIMULATOR_LIMIT_CENTS", defaultValue = "1000000")
  long limitCents;

  @Override
  public Optional<String> charge(String key, long amountCents, Currency currency) {
    if (amountCents > limitCents) {
      return Optional.empty();
    }
    // derived from the key: the same charge is the same transaction, without a memory of its own
    return Optional.of("txn_" + UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void voidCharge(String key) {
    // it moves no money, so none has to move back
  }
}
