package orders.context;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** How long the caller of this thread's work waits for it: nobody works for one who has left. */
public final class Deadline {
  private static final ThreadLocal<Long> END_NANOS = new ThreadLocal<>();

  private Deadline() {}

  /**
   * From now on, for this thread.
   *
   * @param wait how long the caller waits
   */
  public static void begin(Duration wait) {
    END_NANOS.set(System.nanoTime() + wait.toNanos());
  }

  /** The caller has its answer. */
  public static void end() {
    END_NANOS.remove();
  }

  /**
   * Before work that cannot be taken back.
   *
   * @throws DeadlineExceeded if the caller has left
   */
  public static void check() {
    Long end = END_NANOS.get();
    if (end != null && end - System.nanoTime() <= 0) {
      throw new DeadlineExceeded();
    }
  }

  /**
   * @param max if the caller does not say
   * @return how long the caller still waits, at most {@code max}
   */
  public static Duration left(Duration max) {
    Long end = END_NANOS.get();
    Duration left = end == null ? max : Duration.ofNanos(end - System.nanoTime());
    return left.compareTo(max) < 0 ? left : max;
  }

  /**
   * @param statement to be run; the database gives it up about when the caller leaves
   * @throws DeadlineExceeded if the caller has left
   * @throws SQLException as the statement does
   */
  public static void limit(Statement statement) throws SQLException {
    Long end = END_NANOS.get();
    if (end != null) {
      check();
      long leftMs = Duration.ofNanos(end - System.nanoTime()).toMillis();
      statement.setQueryTimeout((int) (leftMs / 1000) + 1);
    }
  }
}
