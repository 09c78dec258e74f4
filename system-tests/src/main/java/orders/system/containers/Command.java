package orders.system.containers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command line that is run to its end. */
final class Command {
  /** Images are there already: what takes longer hangs. */
  private static final long MINUTES_MAX = 20;

  private static final File NOTHING = new File("/dev/null");

  private final List<String> line;
  private final Path folder;
  private Redirect input = Redirect.from(NOTHING);
  private Path output;

  Command(List<String> line, Path folder) {
    this.line = line;
    this.folder = folder;
  }

  Command from(Path file) {
    input = Redirect.from(file.toFile());
    return this;
  }

  Command to(Path file) {
    output = file;
    return this;
  }

  /** Whatever it ends with. Through files: nobody has to read while it writes. */
  Ended run() {
    try {
      Path printed = output == null ? Files.createTempFile("output", null) : output;
      Path errors = Files.createTempFile("errors", null);
      try {
        int code = end(printed, errors);
        String text = output == null ? text(printed) : "";
        return new Ended(String.join(" ", line), code, text, text(errors));
      } finally {
        Files.delete(errors);
        if (output == null) {
          Files.delete(printed);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int end(Path printed, Path errors) throws IOException {
    Process process =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectInput(input)
            .redirectOutput(printed.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      if (process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)) {
        return process.exitValue();
      }
      throw new AssertionError(
          "no end after %d minutes: %s%n%s".formatted(MINUTES_MAX, line, text(errors)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static String text(Path file) throws IOException {
    // as it is: a program in a container may write anything
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
