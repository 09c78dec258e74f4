package orders.gateway.orders.entity;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.function.LongSupplier;

/**
 * The time for which one attempt has an order to itself. It knows what time it is in the database:
 * the gateway's own clock may be wrong, so only the time that passes is measured here.
 */
public final class Lease {
  private final OffsetDateTime start;
  private final long startNanos;
  private final Duration length;
  private final LongSupplier nanoTime;

  /**
   * @param start the database's time when it gave the lease
   * @param startNanos {@link System#nanoTime()} just before it was asked
   * @param length from then on
   */
  public Lease(OffsetDateTime start, long startNanos, Duration length) {
    this(start, startNanos, length, System::nanoTime);
  }

  /**
   * @param nanoTime what goes by, if it is not the machine's own time
   */
  Lease(OffsetDateTime start, long startNanos, Duration length, LongSupplier nanoTime) {
    this.start = start;
    this.startNanos = startNanos;
    this.length = length;
    this.nanoTime = nanoTime;
  }

  /**
   * @return when it started, in the database's time
   */
  public OffsetDateTime start() {
    return start;
  }

  /**
   * @return what time it is now in the database, within the length of one round trip
   */
  public OffsetDateTime now() {
    return start.plus(gone());
  }

  /**
   * @return how long it still lasts; zero or less if it has run out
   */
  public Duration left() {
    return length.minus(gone());
  }

  private Duration gone() {
    return Duration.ofNanos(nanoTime.getAsLong() - startNanos);
  }
}
