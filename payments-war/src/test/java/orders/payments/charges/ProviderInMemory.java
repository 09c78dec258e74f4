package orders.payments.charges;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orders.payments.provider.Currency;
import orders.payments.provider.PaymentProvider;
import orders.payments.provider.ProviderUnavailable;

/** A provider whose books can be looked at, and which can be made to fail and to be slow. */
final class ProviderInMemory implements PaymentProvider {
  private static final long LIMIT_CENTS = 1_000_000;

  /** What happens in a call: before the money moves, or after it. */
  interface Disturbance {
    Disturbance NONE = () -> {};

    void happen() throws InterruptedException;

    /** It failed; nobody knows how far it had come. */
    static void noAnswer() {
      throw new ProviderUnavailable();
    }
  }

  /** A process that is killed: nothing of it runs any more, no handler either. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  private final Map<String, Long> heldCents = new HashMap<>();
  private final Map<String, Boolean> answers = new HashMap<>();
  private final List<String> asked = new ArrayList<>();

  volatile boolean keepsTombstones = true;
  volatile Disturbance beforeCharge = Disturbance.NONE;
  volatile Disturbance afterCharge = Disturbance.NONE;
  volatile Disturbance beforeVoid = Disturbance.NONE;
  volatile Disturbance afterRefund = Disturbance.NONE;

  @Override
  public Optional<String> charge(String key, long amountCents, Currency currency) {
    note("charge " + amountCents);
    disturb(beforeCharge);
    boolean taken = take(key, amountCents);
    disturb(afterCharge);
    return taken ? Optional.of("transaction of " + key) : Optional.empty();
  }

  private synchronized boolean take(String key, long amountCents) {
    boolean first = answers.putIfAbsent(key, amountCents <= LIMIT_CENTS) == null;
    if (first && answers.get(key)) {
      heldCents.put(key, amountCents);
    }
    return answers.get(key);
  }

  @Override
  public void refund(String key, String chargeKey, long amountCents) {
    note("refund " + amountCents);
    synchronized (this) {
      if (answers.putIfAbsent("refund " + key, true) == null) {
        heldCents.merge(chargeKey, -amountCents, Long::sum);
      }
    }
    disturb(afterRefund);
  }

  @Override
  public void voidCharge(String key) {
    note("void");
    disturb(beforeVoid);
    synchronized (this) {
      heldCents.put(key, 0L);
      if (keepsTombstones) {
        answers.putIfAbsent(key, false);
      }
    }
  }

  private synchronized void note(String what) {
    asked.add(what);
  }

  private static void disturb(Disturbance disturbance) {
    try {
      disturbance.happen();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  synchronized long heldCents(String key) {
    return heldCents.getOrDefault(key, 0L);
  }

  synchronized List<String> asked() {
    return List.copyOf(asked);
  }
}
