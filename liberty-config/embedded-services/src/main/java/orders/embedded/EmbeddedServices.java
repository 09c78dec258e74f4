package orders.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL and Redis from Maven Central, run as child processes with their data in one directory.
 * They live as long as this JVM, however it ends: a guard process stops them when it is gone, and
 * what a killed guard left behind is stopped by the next start.
 */
public final class EmbeddedServices {
  private final FileChannel lock;
  private @Nullable Postgres postgres;
  private @Nullable Redis redis;
  private @Nullable Guard guard;

  private EmbeddedServices(FileChannel lock) {
    this.lock = lock;
  }

  /**
   * Starts what is asked for, with the databases orders, inventory and payments, each owned by a
   * role of its name whose password is its name.
   *
   * @param directory for data, logs and binaries; made if it is missing
   * @param postgresPort where PostgreSQL shall listen on localhost; empty: it is not started
   * @param redisPort where Redis shall listen on localhost; empty: it is not started
   * @return the running services
   * @throws EmbeddedServicesException if one cannot run; nothing is left running then
   */
  public static EmbeddedServices start(
      Path directory, OptionalInt postgresPort, OptionalInt redisPort) {
    if (System.getProperty("os.name").startsWith("Windows")) {
      throw new EmbeddedServicesException(
          "There is no embedded Redis for Windows: install PostgreSQL and Redis (or use WSL), then"
              + " set POSTGRES_HOST and REDIS_URL.");
    }
    Path base = directory.toAbsolutePath().normalize();
    var services = new EmbeddedServices(lock(base));
    try {
      if (redisPort.isPresent()) {
        services.redis = Redis.start(base.resolve("redis"), redisPort.getAsInt());
      }
      if (postgresPort.isPresent()) {
        services.postgres = Postgres.start(base, postgresPort.getAsInt());
      }
      services.guard = Guard.start(services.redis, services.postgres, base.resolve("running"));
      return services;
    } catch (RuntimeException e) {
      services.stop();
      throw e;
    }
  }

  /**
   * @param directory for data
   * @return whether another run uses it now
   */
  public static boolean isInUse(Path directory) {
    Path lock = directory.toAbsolutePath().normalize().resolve("lock");
    if (!Files.exists(lock)) {
      return false;
    }
    try (var channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      return channel.tryLock() == null;
    } catch (IOException e) {
      // start() says what is wrong with it
      return false;
    }
  }

  /** One run per directory; the kernel drops the lock when the JVM ends, however it ends. */
  private static FileChannel lock(Path base) {
    try {
      Files.createDirectories(base);
      var channel =
          FileChannel.open(
              base.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        channel.close();
        throw new EmbeddedServicesException(
            "Another run already uses " + base + ": stop it first, or set EMBEDDED_DIRECTORY.");
      }
      return channel;
    } catch (IOException e) {
      throw new EmbeddedServicesException(
          "Cannot write to " + base + ": make it yours, or set EMBEDDED_DIRECTORY", e);
    }
  }

  /**
   * @return the process id of PostgreSQL's postmaster
   * @throws IllegalStateException if PostgreSQL was not asked for
   */
  public long postgresPid() {
    if (postgres == null) {
      throw new IllegalStateException("PostgreSQL was not asked for");
    }
    return postgres.pid();
  }

  /**
   * @return the process id of Redis
   * @throws IllegalStateException if Redis was not asked for
   */
  public long redisPid() {
    if (redis == null) {
      throw new IllegalStateException("Redis was not asked for");
    }
    return redis.pid();
  }

  /** Stops both in good order and waits for it, up to 30 s. Harmless when repeated. */
  public synchronized void stop() {
    if (postgres != null) {
      postgres.stop();
    }
    if (redis != null) {
      redis.stop();
    }
    if (guard != null) {
      guard.stop();
    }
    try {
      lock.close();
    } catch (IOException e) {
      // the kernel drops it with the JVM
    }
  }
}
