package orders.gateway.upstream;

import java.time.Duration;

/**
 * Bounds the load that retries add to a service in trouble: a token bucket, as in "Fixing retries
 * with token buckets and circuit breakers" (Brooker, 2022). A first attempt that succeeds pays in a
 * tenth; a retry takes one out and pays it back if it succeeds, so that only failing retries cost.
 * One a second comes in by itself, or nobody would find out that the service is back.
 */
final class RetryBudget {
  private static final double TOKENS_PER_SUCCESS = 0.1;
  private static final double NANOS_PER_TOKEN = Duration.ofSeconds(1).toNanos();

  private final double tokensMax;
  private double tokens;
  private long refilledNanos;

  /**
   * @param tokensMax how many retries may fail in a row; all are there at first. With 0 there is
   *     still room for the one a second: no order would come to its end without it
   * @param nowNanos {@link System#nanoTime()}, here and below
   */
  RetryBudget(int tokensMax, long nowNanos) {
    this.tokensMax = Math.max(1, tokensMax);
    this.tokens = tokensMax;
    this.refilledNanos = nowNanos;
  }

  /**
   * @return whether there was a token for a retry; it is taken then
   */
  synchronized boolean take(long nowNanos) {
    add((nowNanos - refilledNanos) / NANOS_PER_TOKEN);
    refilledNanos = nowNanos;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }

  /** The retry for which a token was taken cost the service nothing. */
  synchronized void giveBack() {
    add(1);
  }

  /** A first attempt succeeded. */
  synchronized void payIn() {
    add(TOKENS_PER_SUCCESS);
  }

  private void add(double more) {
    tokens = Math.min(tokensMax, tokens + more);
  }
}
