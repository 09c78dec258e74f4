package orders.embedded;

import java.io.IOException;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A shell that waits for the end of its standard input, a pipe that this JVM holds. However the JVM
 * ends, Ctrl-C or kill -9, the shell then stops the services; on an orderly end that is after the
 * applications have stopped, so that they can use their database to the last.
 */
final class Guard {
  private final Process shell;

  private Guard(Process shell) {
    this.shell = shell;
  }

  static Guard start(Redis redis, Postgres postgres) {
    String stops =
        Stream.of(
                postgres == null ? null : "kill -INT " + postgres.pid(),
                redis == null ? null : "kill -TERM " + redis.pid())
            .filter(Objects::nonNull)
            .collect(Collectors.joining("; "));
    try {
      var shell =
          new ProcessBuilder("sh", "-c", "trap '' INT TERM HUP; cat >/dev/null; " + stops)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new Guard(shell);
    } catch (IOException e) {
      throw new EmbeddedServicesException("Cannot start a shell: install sh", e);
    }
  }

  /** To be called when the services have ended: their process ids may soon be somebody else's. */
  void stop() {
    shell.destroyForcibly();
  }
}
