package orders.payments.charges;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import orders.context.Deadline;
import orders.context.DeadlineExceeded;
import orders.database.DatabaseException;
import orders.payments.charges.Charge.State;
import orders.payments.charges.ChargeResult.Charged;
import orders.payments.charges.ChargeResult.Declined;
import orders.payments.charges.ChargeResult.KeyConflict;
import orders.payments.charges.ChargeResult.Voided;
import orders.payments.provider.PaymentProvider;
import orders.payments.provider.ProviderUnavailable;
import org.jspecify.annotations.Nullable;

/**
 * The life of a charge: stored, asked for, recorded; and how it is undone. The provider is not
 * ours: it knows a key, but may be slow beyond every deadline, and may take money after a void. So
 * what it is asked is stored before (docs/decisions/0023), and each step may be taken again.
 */
@ApplicationScoped
public class Cashier {

  private static final long LOOK_EVERY_MS = 50;

  @Inject ChargeTable charges;
  @Inject RefundTable refunds;
  @Inject PaymentProvider provider;

  /** How long a repetition waits for the attempt that is under way, at most. */
  Duration waitMax = Duration.ofSeconds(5);

  /**
   * Takes money, once per key.
   *
   * @param key of the caller; repeating it repeats the first answer and charges nothing more
   * @param request what to charge
   * @return what became of it
   * @throws ProviderUnavailable if the outcome is not known
   * @throws DeadlineExceeded if whoever waits for it has left; nothing was begun
   */
  ChargeResult charge(String key, ChargeRequest request) {
    Deadline.check();
    // commit 1, before the provider is asked: whoever dies after it, somebody finds the charge
    Optional<Charge> opened = charges.open(key, request);
    Optional<Charge> charge =
        opened.isPresent() ? opened.map(this::carryOn) : earlier(key, request.fingerprint());
    return charge.map(Cashier::result).orElseGet(KeyConflict::new);
  }

  private static ChargeResult result(Charge charge) {
    if (charge.state() == State.VOIDED) {
      return new Voided();
    }
    Optional<String> transactionId = charge.transactionId();
    return transactionId.isPresent() ? new Charged(transactionId.get()) : new Declined();
  }

  /**
   * Gives a whole charge back, once, or makes sure that it never comes.
   *
   * @param key of the charge; one never seen is recorded so that it is never charged
   * @param request what was to be charged; empty if the caller does not say
   * @return whether the key is this charge's; false if another has it, which is left alone
   * @throws ProviderUnavailable if the provider did not answer: the money goes back all the same,
   *     later
   */
  boolean voidCharge(String key, Optional<ChargeRequest> request) {
    String fingerprint = request.map(ChargeRequest::fingerprint).orElse(null);
    Optional<Charge> charged = charges.markVoid(key, fingerprint);
    return (charged.isPresent() ? charged.map(this::carryOn) : earlier(key, fingerprint))
        .isPresent();
  }

  /**
   * Gives a part of a charge back.
   *
   * @param key of the refund; repeating it repeats the first answer and gives nothing more
   * @param request what to give back
   * @return what became of it
   * @throws ProviderUnavailable if the provider did not answer: it is given back all the same,
   *     later
   */
  RefundResult refund(String key, RefundRequest request) {
    Optional<Refund> opened = refunds.open(key, request);
    if (opened.isPresent()) {
      carryOn(opened.get());
      return RefundResult.GIVEN;
    }
    Optional<Refund> earlier = refunds.find(key);
    if (earlier.isEmpty()) {
      return isCharged(request.chargeKey())
          ? RefundResult.EXCEEDS_CHARGE
          : RefundResult.NOT_REFUNDABLE;
    }
    if (!earlier.get().request().equals(request)) {
      return RefundResult.KEY_CONFLICT;
    }
    settled(refunds, key, this::carryOn);
    return RefundResult.GIVEN;
  }

  private boolean isCharged(String key) {
    return charges.find(key).filter(charge -> charge.state() == State.CHARGED).isPresent();
  }

  /**
   * Goes on with a charge as far as it can be brought now.
   *
   * @param charge the caller's own, with something left to do
   * @return the charge, with nothing left to do
   * @throws ProviderUnavailable if the provider did not answer
   */
  Charge carryOn(Charge charge) {
    return orLeave(charges, charge, charge.state() == State.PENDING ? this::ask : this::undo);
  }

  /**
   * Goes on with a refund.
   *
   * @param refund the caller's own, with something left to do
   * @return the refund
   * @throws ProviderUnavailable if the provider did not answer
   */
  Refund carryOn(Refund refund) {
    return orLeave(refunds, refund, this::give);
  }

  private Charge ask(Charge charge) {
    Optional<String> transactionId = askProvider(charge);
    if (charges.record(charge, transactionId)) {
      return charge;
    }
    Charge now = charges.find(charge.key()).orElseThrow();
    if (!now.isSettled()) {
      // voided while the provider was asked
      giveBack(now, transactionId);
    }
    return now;
  }

  private Charge undo(Charge charge) {
    // a provider that keeps tombstones takes nothing from here on
    provider.voidCharge(charge.key());
    if (charge.transactionId().isEmpty() && charge.wasWanted()) {
      // another may still take what it was asked for: only its answer to that tells, and after it
      // the provider takes no more under this key
      giveBack(charge, askProvider(charge));
    } else {
      charges.settle(charge, charge.transactionId());
    }
    return charge;
  }

  private void giveBack(Charge charge, Optional<String> transactionId) {
    if (transactionId.isPresent()) {
      provider.voidCharge(charge.key());
    }
    charges.settle(charge, transactionId);
  }

  private Optional<String> askProvider(Charge charge) {
    return provider.charge(charge.key(), charge.amountCents(), charge.currency());
  }

  private Refund give(Refund refund) {
    RefundRequest request = refund.request();
    provider.refund(refund.key(), request.chargeKey(), request.amountCents());
    refunds.settle(refund);
    return refund;
  }

  /**
   * What became of a key that was used before: from the record, not by asking again.
   *
   * @return empty if it was used for another charge
   */
  private Optional<Charge> earlier(String key, @Nullable String fingerprint) {
    Charge charge = charges.find(key).orElseThrow();
    if (fingerprint != null
        && charge.fingerprint() != null
        && !charge.fingerprint().equals(fingerprint)) {
      return Optional.empty();
    }
    // nobody waits for the provider to hear of a key under which nothing was wanted
    boolean outcomeIsKnown = charge.isSettled() || !charge.wasWanted();
    return Optional.of(outcomeIsKnown ? charge : settled(charges, key, this::carryOn));
  }

  /** Waits for whoever is at it, as long as the caller does; goes on if nobody is. */
  private <T extends ToDo> T settled(ToDoTable<T> table, String key, Consumer<T> next) {
    long end = System.nanoTime() + Deadline.left(waitMax).toNanos();
    while (true) {
      T row = table.find(key).orElseThrow();
      if (row.isSettled()) {
        return row;
      }
      if (System.nanoTime() - end >= 0) {
        throw new ProviderUnavailable();
      }
      Optional<T> mine = table.takeOver(key);
      if (mine.isPresent()) {
        next.accept(mine.get());
      } else {
        pause();
      }
    }
  }

  private static <T extends ToDo> T orLeave(ToDoTable<T> table, T row, UnaryOperator<T> step) {
    try {
      return step.apply(row);
    } catch (DatabaseException away) {
      // nor could it be left: its lease runs out
      throw away;
    } catch (RuntimeException unknown) {
      table.leave(row);
      throw unknown;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_EVERY_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProviderUnavailable();
    }
  }
}
