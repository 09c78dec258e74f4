package orders.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import orders.embedded.EmbeddedServices;

/** A running system, on ports and in folders of its own. */
final class Running implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(120);

  final Map<String, Liberty> servers = new LinkedHashMap<>();
  final Path directory;
  final URI gateway;
  final URI inventory;
  final URI payments;
  final URI management;
  private final Map<String, String> environment = new HashMap<>();
  private EmbeddedServices services;

  private Running(String name) {
    directory = Path.of(System.getProperty("orders.root"), "liberty-config/target/system", name);
    gateway = port("GATEWAY_PORT");
    inventory = port("INVENTORY_PORT");
    payments = port("PAYMENTS_PORT");
    management = port("MANAGEMENT_PORT");
    port("POSTGRES_PORT");
    port("EMBEDDED_REDIS_PORT");
    environment.put("EMBEDDED_DIRECTORY", directory.resolve("data").toString());
    environment.put("BIND_HOST", "localhost");
    delete(directory);
  }

  private URI port(String setting) {
    int port = freePort();
    environment.put(setting, Integer.toString(port));
    return URI.create("http://localhost:" + port);
  }

  /**
   * @param name of its folder
   * @return all three services in one server with PostgreSQL and Redis inside, not started yet
   */
  static Running oneServer(String name) {
    var running = new Running(name);
    running.servers.put(
        "orders", Liberty.allInOne(running.directory.resolve("usr"), running.environment));
    return running;
  }

  /**
   * @param name of its folder
   * @return each service in a server of its own, over one PostgreSQL and Redis, not started yet
   */
  static Running separateServers(String name) {
    var running = new Running(name);
    for (String service : new String[] {"inventory", "payments", "gateway"}) {
      var environment = new HashMap<>(running.environment);
      environment.put("MANAGEMENT_PORT", Integer.toString(freePort()));
      environment.put("INITIAL_STOCK", "SKU1=50");
      running.servers.put(
          service, Liberty.alone(service, running.directory.resolve("usr"), environment));
    }
    running.services =
        EmbeddedServices.start(
            running.directory.resolve("data"),
            OptionalInt.of(running.setting("POSTGRES_PORT")),
            OptionalInt.of(running.setting("EMBEDDED_REDIS_PORT")));
    return running;
  }

  int setting(String name) {
    return Integer.parseInt(environment.get(name));
  }

  /** Starts every server that does not run, and waits until all three services are healthy. */
  Running start() {
    servers.values().stream().filter(server -> !server.isAlive()).forEach(Liberty::start);
    try {
      await("all services healthy, see " + directory, this::isHealthy);
      return this;
    } catch (AssertionError e) {
      close();
      throw e;
    }
  }

  private boolean isHealthy() {
    return Http.isHealthy(gateway.resolve("/health/"))
        && Http.isHealthy(inventory.resolve("/health"))
        && Http.isHealthy(payments.resolve("/health"));
  }

  /**
   * @return the process id of the PostgreSQL in this system's data folder
   */
  ProcessHandle postgres() {
    return process("data/postgres/postmaster.pid");
  }

  /**
   * @return the process id of the Redis in this system's data folder
   */
  ProcessHandle redis() {
    return process("data/redis/redis.pid");
  }

  private ProcessHandle process(String pidFile) {
    try {
      String first = Files.readAllLines(directory.resolve(pidFile)).get(0).strip();
      return ProcessHandle.of(Long.parseLong(first)).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + START_MAX.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain for: " + what);
      }
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
  }

  @Override
  public void close() {
    servers.values().forEach(Liberty::stop);
    if (services != null) {
      services.stop();
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (var paths = Files.walk(directory)) {
      paths.sorted(java.util.Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
