package orders.gateway.throttle;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import orders.value.Rate;

/**
 * When this gateway admitted each caller's requests. It is kept also while Redis answers, so that
 * nobody begins anew if Redis goes away, or comes back empty.
 */
final class LocalSlidingWindow {

  /** Over all callers; about 30 MB. The callers not seen for longest are forgotten beyond it. */
  private static final long TIMES_MAX = 1_000_000;

  /** What a caller takes beside the times, in times. */
  private static final int ENTRY_WEIGHT = 10;

  private record Key(Scope scope, String caller) {}

  private final Cache<Key, ArrayDeque<Long>> admissions =
      Caffeine.newBuilder()
          .maximumWeight(TIMES_MAX)
          .weigher((Key key, ArrayDeque<Long> times) -> times.size() + ENTRY_WEIGHT)
          .build();

  /**
   * Admits and writes down, or refuses.
   *
   * @param nowNanos {@link System#nanoTime()}
   */
  Decision admit(Scope scope, String caller, Rate rate, long nowNanos) {
    var decision = new AtomicReference<Decision>();
    admissions
        .asMap()
        .compute(
            new Key(scope, caller),
            (key, known) -> {
              ArrayDeque<Long> times = known == null ? new ArrayDeque<>(1) : known;
              decision.set(admit(times, rate, nowNanos));
              return times;
            });
    // compute() has run it, whatever was known
    return Objects.requireNonNull(decision.get());
  }

  private static Decision admit(ArrayDeque<Long> times, Rate rate, long nowNanos) {
    forgetOld(times, rate, nowNanos);
    boolean admitted = times.size() < rate.limit();
    if (admitted) {
      times.addLast(nowNanos);
    }
    return decision(admitted, times, rate, nowNanos);
  }

  private static void forgetOld(ArrayDeque<Long> times, Rate rate, long nowNanos) {
    while (!times.isEmpty() && nowNanos - times.peekFirst() >= rate.window().toNanos()) {
      times.removeFirst();
    }
  }

  private static Decision decision(
      boolean admitted, ArrayDeque<Long> times, Rate rate, long nowNanos) {
    // negative if another request looked at the clock later and came first
    long sinceFirst = Math.max(0, nowNanos - times.peekFirst());
    return new Decision(
        admitted, rate.limit() - times.size(), rate.window().minusNanos(sinceFirst));
  }

  /**
   * Writes nothing down.
   *
   * @param nowNanos {@link System#nanoTime()}
   * @return how {@link #admit} would refuse now; empty if it would not
   */
  Optional<Decision> exhausted(Scope scope, String caller, Rate rate, long nowNanos) {
    var decision = new AtomicReference<Decision>();
    admissions
        .asMap()
        .computeIfPresent(
            new Key(scope, caller),
            (key, times) -> {
              forgetOld(times, rate, nowNanos);
              if (times.size() >= rate.limit()) {
                decision.set(decision(false, times, rate, nowNanos));
              }
              return times.isEmpty() ? null : times;
            });
    return Optional.ofNullable(decision.get());
  }

  /** What was written down at that time did not happen: another gateway's requests came first. */
  void takeBack(Scope scope, String caller, long nanos) {
    admissions
        .asMap()
        .computeIfPresent(
            new Key(scope, caller),
            (key, times) -> {
              times.removeLastOccurrence(nanos);
              return times.isEmpty() ? null : times;
            });
  }
}
