package orders.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What is the same for every child process: its pid file, its port, its end. */
final class Child {
  private static final Duration END_MAX = Duration.ofSeconds(15);

  private Child() {}

  /**
   * @param pidFile whose first line is a process id
   * @return the process, if the file is there and the process alive
   */
  static Optional<ProcessHandle> of(Path pidFile) {
    try {
      String first = Files.readString(pidFile).lines().findFirst().orElse("").strip();
      return ProcessHandle.of(Long.parseLong(first)).filter(ProcessHandle::isAlive);
    } catch (NoSuchFileException | NumberFormatException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new EmbeddedServicesException("Cannot read " + pidFile + ": make it yours", e);
    }
  }

  /**
   * Stops what a killed run left behind. A process id may belong to somebody else by now, so the
   * program's name must fit as well.
   *
   * @param pidFile that the left-over process wrote; deleted
   * @param program part of its command
   * @param signal its orderly stop
   */
  static void stopLeftOver(Path pidFile, String program, String signal) {
    of(pidFile)
        .filter(process -> process.info().command().orElse("").contains(program))
        .ifPresent(process -> stop(process, signal));
    try {
      Files.deleteIfExists(pidFile);
    } catch (IOException e) {
      throw new EmbeddedServicesException("Cannot delete " + pidFile + ": make it yours", e);
    }
  }

  /** Sends the signal, waits, and kills what will not end. */
  static void stop(ProcessHandle process, String signal) {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
      process.onExit().get(END_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (IOException | ExecutionException | TimeoutException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  static void requireFree(int port, String program, String setting) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new EmbeddedServicesException(
          "%s cannot start, because port %d is in use: stop the program that uses it, or set %s."
              .formatted(program, port, setting));
    }
  }
}
