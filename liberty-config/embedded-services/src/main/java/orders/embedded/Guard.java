package orders.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A shell that waits for the end of its standard input, a pipe that this JVM holds. However the JVM
 * ends, Ctrl-C or kill -9, the shell then stops the services; on an orderly end that is after the
 * applications have stopped, so that they can use their database to the last. It also keeps a
 * marker file while it waits, by which the build of {@code liberty-config} sees that a server is
 * running.
 */
final class Guard {
  private final Process shell;
  private final Path marker;

  private Guard(Process shell, Path marker) {
    this.shell = shell;
    this.marker = marker;
  }

  static Guard start(@Nullable Redis redis, @Nullable Postgres postgres, Path marker) {
    String stops =
        Stream.of(
                postgres == null ? null : "kill -INT " + postgres.pid(),
                redis == null ? null : "kill -TERM " + redis.pid(),
                "rm -f \"$0\"")
            .filter(Objects::nonNull)
            .collect(Collectors.joining("; "));
    try {
      var shell =
          new ProcessBuilder(
                  "sh",
                  "-c",
                  "trap '' INT TERM HUP; : >\"$0\"; cat >/dev/null; " + stops,
                  marker.toString())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new Guard(shell, marker);
    } catch (IOException e) {
      throw new EmbeddedServicesException("Cannot start a shell: install sh", e);
    }
  }

  /** To be called when the services have ended: their process ids may soon be somebody else's. */
  void stop() {
    shell.destroyForcibly();
    try {
      Files.deleteIfExists(marker);
    } catch (IOException e) {
      // a marker left over costs the next server its warm cache, nothing else
    }
  }
}
