package orders.embedded;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Gives a test run a PostgreSQL of its own before the first test, if the build names a port for
 * one; JUnit finds it by itself.
 */
public final class ForTests implements LauncherSessionListener {
  private @Nullable EmbeddedServices services;

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Integer port = Integer.getInteger("orders.embedded.postgres.port");
    if (port != null) {
      Path directory = Path.of(System.getProperty("orders.embedded.directory"));
      services = EmbeddedServices.start(directory, OptionalInt.of(port), OptionalInt.empty());
    }
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    if (services != null) {
      services.stop();
    }
  }
}
