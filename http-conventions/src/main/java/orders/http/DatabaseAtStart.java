package orders.http;

import java.lang.System.Logger.Level;
import java.time.Duration;

/** What a service does with its database before it answers anything. */
public final class DatabaseAtStart {
  private static final System.Logger LOG = System.getLogger(DatabaseAtStart.class.getName());
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private DatabaseAtStart() {}

  /** What may be done again where it failed in the middle. */
  public interface Work {

    /**
     * @throws Exception where the database did not do it
     */
    void run() throws Exception;
  }

  /**
   * Waits for a database that is starting too, or cannot be written yet, for as long as it takes: a
   * service that gave up would answer 404 until somebody came and started it again.
   *
   * @param work with the database
   * @throws IllegalStateException where it fails for another reason, or the server is stopped
   */
  public static void await(Work work) {
    var waiting = Thread.currentThread();
    // a server that is told to stop waits for its applications, and so for this one
    var atStop = new Thread(waiting::interrupt);
    Runtime.getRuntime().addShutdownHook(atStop);
    try {
      while (!isDone(work)) {
        Thread.sleep(PAUSE.toMillis());
      }
    } catch (InterruptedException e) {
      waiting.interrupt();
      throw new IllegalStateException("stopped while waiting for the database", e);
    } finally {
      forget(atStop);
    }
  }

  private static void forget(Thread atStop) {
    try {
      Runtime.getRuntime().removeShutdownHook(atStop);
    } catch (IllegalStateException stopping) {
      // too late, and no longer needed
    }
  }

  private static boolean isDone(Work work) {
    try {
      work.run();
      return true;
    } catch (Exception e) {
      if (!DatabaseAway.isPassing(e)) {
        throw new IllegalStateException(e.getMessage(), e);
      }
      LOG.log(
          Level.WARNING,
          "Waiting for the database: {0}",
          String.valueOf(e.getMessage()).strip().lines().findFirst().orElse(""));
      return false;
    }
  }
}
