package orders.database;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import orders.settings.DatabaseSettings;
import orders.settings.SettingsCheck;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** What a service does with its database before it answers anything. */
public final class DatabaseAtStart {
  private static final System.Logger LOG = System.getLogger(DatabaseAtStart.class.getName());
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private DatabaseAtStart() {}

  /** What may be done again if it failed in the middle. */
  public interface Work {

    /**
     * @throws Exception if the database did not do it
     */
    void run() throws Exception;
  }

  /**
   * Waits for a database that is starting too, or cannot be written yet, for as long as it takes: a
   * service that gave up would answer 404 until somebody came and started it again. Ends the server
   * if waiting does not help: the database refuses this service, or has no TLS if it is insisted
   * on, or the work itself is wrong.
   *
   * @param work with the database
   * @throws IllegalStateException if the server is stopped meanwhile
   */
  public static void await(Work work) {
    var stopping = new CountDownLatch(1);
    // a server that is told to stop waits for its applications, and so for this one; not an
    // interrupt, which whoever waits for a connection may swallow
    var atStop = new Thread(stopping::countDown);
    Runtime.getRuntime().addShutdownHook(atStop);
    try {
      String told = "";
      for (var line = failure(work); line.isPresent(); line = failure(work)) {
        if (!line.get().equals(told)) {
          told = line.get();
          LOG.log(Level.WARNING, "{0}", told);
        }
        if (stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new IllegalStateException("stopped while waiting for the database");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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

  /** Why it has to be done again, for those who may have set the wrong database. */
  private static Optional<String> failure(Work work) {
    try {
      work.run();
      return Optional.empty();
    } catch (Exception e) {
      if (DatabaseAway.isForWantOfTls(e)) {
        throw SettingsCheck.stop(ofThisService().withoutTls());
      }
      if (!DatabaseAway.isPassing(e)) {
        // not thrown: that would end this application alone, and the server would answer 404 for it
        throw SettingsCheck.stop(
            "The database at %s cannot be used: %s".formatted(ofThisService().place(), message(e)));
      }
      return Optional.of(
          "Waiting for the database at %s: %s".formatted(ofThisService().place(), message(e)));
    }
  }

  private static String message(Exception e) {
    return String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("");
  }

  private static DatabaseSettings ofThisService() {
    Config config = ConfigProvider.getConfig();
    return new DatabaseSettings(
        config.getValue("service.name", String.class),
        name -> config.getOptionalValue(name, String.class));
  }
}
