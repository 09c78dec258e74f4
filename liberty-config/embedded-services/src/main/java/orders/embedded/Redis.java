package orders.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Redis, in memory only: nothing that matters is kept in it. */
final class Redis {
  private static final String VERSION = "7.0.15";
  private static final Duration START_MAX = Duration.ofSeconds(15);

  private final Process process;

  private Redis(Process process) {
    this.process = process;
  }

  static Redis start(Path directory, int port) {
    Path pidFile = directory.resolve("redis.pid");
    Path log = directory.resolve("redis.log");
    Child.stopLeftOver(pidFile, "redis-server", "TERM");
    Child.requireFree(port, "Redis", "EMBEDDED_REDIS_PORT");
    try {
      Files.createDirectories(directory);
      var command =
          new ProcessBuilder(
              binary(directory).toString(),
              "--port",
              Integer.toString(port),
              "--bind",
              "127.0.0.1",
              "--dir",
              directory.toString(),
              "--pidfile",
              pidFile.toString(),
              "--save",
              "",
              "--appendonly",
              "no");
      var redis = new Redis(Postgres.logged(command, log).start());
      redis.awaitPong(port, log);
      return redis;
    } catch (IOException e) {
      throw new EmbeddedServicesException("Redis cannot start, see " + log, e);
    }
  }

  private static Path binary(Path directory) throws IOException {
    String system = System.getProperty("os.name").startsWith("Mac") ? "darwin" : "linux";
    String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    String name = "redis-server-%s-%s-%s".formatted(VERSION, system, arch);
    Path binary = directory.resolve(name);
    if (!Files.exists(binary)) {
      // under another name first: a copy cut short must not be taken for the program
      Path copy = Files.createTempFile(directory, name, ".part");
      try (InputStream packed = Redis.class.getResourceAsStream("/" + name)) {
        if (packed == null) {
          throw new EmbeddedServicesException(
              "There is no embedded Redis for this machine: install Redis and set REDIS_URL.");
        }
        Files.copy(packed, copy, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
      if (!copy.toFile().setExecutable(true)) {
        throw new IOException("cannot make " + copy + " executable");
      }
      Files.move(copy, binary);
    }
    return binary;
  }

  private void awaitPong(int port, Path log) {
    long end = System.nanoTime() + START_MAX.toNanos();
    while (!answersPing(port)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        process.destroyForcibly();
        throw new EmbeddedServicesException("Redis did not start: see " + log + ".");
      }
    }
  }

  private static boolean answersPing(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(1000);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(5);
      return new String(answer, StandardCharsets.US_ASCII).equals("+PONG");
    } catch (IOException e) {
      return pause();
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedServicesException("The start was interrupted.");
    }
    return false;
  }

  long pid() {
    return process.pid();
  }

  void stop() {
    Child.stop(process.toHandle(), "TERM");
  }
}
