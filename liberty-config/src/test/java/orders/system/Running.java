package orders.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import orders.embedded.EmbeddedServices;

/** A running system, on ports and in folders of its own. */
final class Running implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("orders.root"));
  private static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();
  private static final Duration START_MAX = Duration.ofSeconds(300);

  final Map<String, Liberty> servers = new LinkedHashMap<>();
  final Path directory;
  final URI gateway;
  final URI operators;
  final URI inventory;
  final URI payments;
  final URI management;
  final URI secondGateway = URI.create("http://localhost:" + freePort());
  final int inventoryProxyPort = freePort();
  final int paymentsProxyPort = freePort();
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, Integer> managementPorts = new HashMap<>();
  private final Map<String, Map<String, String>> own = new HashMap<>();
  private EmbeddedServices services;
  TcpProxy databaseNetwork;

  private Running(Path directory, Path data, boolean usualPorts, Map<String, String> settings) {
    this.directory = directory;
    delete(directory);
    environment.put("BIND_HOST", "localhost");
    environment.putAll(settings);
    gateway = port("GATEWAY_PORT", usualPorts ? 8000 : freePort());
    operators = port("OPERATORS_PORT", usualPorts ? 8010 : freePort());
    inventory = port("INVENTORY_PORT", usualPorts ? 9001 : freePort());
    payments = port("PAYMENTS_PORT", usualPorts ? 9002 : freePort());
    management = port("MANAGEMENT_PORT", usualPorts ? 9090 : freePort());
    port("POSTGRES_PORT", usualPorts ? 25432 : freePort());
    port("EMBEDDED_REDIS_PORT", usualPorts ? 26379 : freePort());
    environment.put("EMBEDDED_DIRECTORY", data.toString());
    if (!usualPorts) {
      for (String scope : List.of("CREATE", "LIST", "DETAIL", "CHANGE")) {
        environment.putIfAbsent("THROTTLE_ORDERS_" + scope, "off");
      }
    }
  }

  private static Running forTest(String name, Map<String, String> settings) {
    Path directory = ROOT.resolve("liberty-config/target/system").resolve(name);
    return new Running(directory, directory.resolve("data"), false, settings);
  }

  private URI port(String setting, int port) {
    environment.putIfAbsent(setting, Integer.toString(port));
    String bound = setting.startsWith("OPERATORS") ? "localhost" : environment.get("BIND_HOST");
    return URI.create("http://" + (bound.isEmpty() ? "localhost" : bound) + ":" + setting(setting));
  }

  /**
   * @param name of its folder
   * @return all three services in one server with PostgreSQL and Redis inside, not started yet
   */
  static Running oneServer(String name) {
    return oneServer(name, Map.of());
  }

  /**
   * @param settings beside the usual ones
   */
  static Running oneServer(String name, Map<String, String> settings) {
    var running = forTest(name, settings);
    // as the pom of `mvn liberty:run` has it
    running.environment.put("LOOPBACK_IPV6", "true");
    running.environment.put("OPERATORS_LOOPBACK_IPV6", "true");
    running.servers.put(
        "orders", Liberty.allInOne(running.directory.resolve("usr"), running.environment));
    return running;
  }

  /**
   * @param name of its folder
   * @param settings beside the usual ones
   * @return all three services in one server that reaches its PostgreSQL through {@link
   *     #databaseNetwork}, not started yet
   */
  static Running oneServerBehindDatabaseNetwork(String name, Map<String, String> settings) {
    var running = forTest(name, settings);
    running.databaseNetwork = new TcpProxy(running.setting("POSTGRES_PORT"));
    var own = new HashMap<>(running.environment);
    own.put("POSTGRES_HOST", "localhost");
    own.put("POSTGRES_PORT", Integer.toString(running.databaseNetwork.port()));
    own.put("REDIS_URL", "redis://localhost:" + running.setting("EMBEDDED_REDIS_PORT"));
    own.put("INITIAL_STOCK", "SKU1=50");
    // the other one is in use
    own.put("EMBEDDED_DIRECTORY", running.directory.resolve("empty").toString());
    running.servers.put("orders", Liberty.allInOne(running.directory.resolve("usr"), own));
    running.startServices();
    return running;
  }

  /**
   * @param name of its folder
   * @return each service in a server of its own, over one PostgreSQL and Redis, not started yet
   */
  static Running separateServers(String name) {
    return separateServers(name, Map.of());
  }

  /**
   * @param settings for all three, beside the usual ones
   */
  static Running separateServers(String name, Map<String, String> settings) {
    return forTest(name, settings).withSeparateServers(Running::freePort);
  }

  /**
   * @return each service in a server of its own, on the ports and the data of `mvn liberty:run`
   */
  static Running separateServersOnUsualPorts() {
    var managementPorts = new AtomicInteger(9090);
    return new Running(
            ROOT.resolve("liberty-config/target/separate"),
            ROOT.resolve(".embedded"),
            true,
            Map.of())
        .withSeparateServers(managementPorts::getAndIncrement);
  }

  /**
   * @param name of its folder
   * @param settings for the gateways and payments, beside the usual ones
   * @return two gateways over one inventory and one payments, which they reach at {@link
   *     #inventoryProxyPort} and {@link #paymentsProxyPort}, where nothing listens yet; not started
   */
  static Running twoGatewaysBehindProxies(String name, Map<String, String> settings) {
    var running = forTest(name, settings);
    running.environment.put("INVENTORY_BASE_URL", "http://localhost:" + running.inventoryProxyPort);
    running.environment.put("PAYMENTS_BASE_URL", "http://localhost:" + running.paymentsProxyPort);
    return running.withTwoGateways();
  }

  /**
   * @param name of its folder
   * @param settings for all four, beside the usual ones
   * @return two gateways over one inventory and one payments, not started yet
   */
  static Running twoGateways(String name, Map<String, String> settings) {
    return twoGateways(name, settings, Map.of());
  }

  /**
   * @param name of its folder
   * @param settings for all four, beside the usual ones
   * @param own settings of a server beside these, by its name
   * @return two gateways over one inventory and one payments, not started yet
   */
  static Running twoGateways(
      String name, Map<String, String> settings, Map<String, Map<String, String>> own) {
    var running = forTest(name, settings);
    running.own.putAll(own);
    return running.withTwoGateways();
  }

  private Running withTwoGateways() {
    withSeparateServers(Running::freePort);
    var second = new HashMap<>(environment);
    second.putAll(own.getOrDefault("gateway2", Map.of()));
    second.put("GATEWAY_PORT", Integer.toString(secondGateway.getPort()));
    second.put("OPERATORS_PORT", Integer.toString(freePort()));
    second.put("MANAGEMENT_PORT", Integer.toString(freePort()));
    managementPorts.put("gateway2", Integer.parseInt(second.get("MANAGEMENT_PORT")));
    String hours = System.getProperty("chaos.clock.hours", "0");
    if (!hours.equals("0")) {
      second.put("LD_PRELOAD", faketime().toString());
      second.put("FAKETIME", hours + "h");
    }
    servers.put("gateway2", Liberty.alone("gateway", directory.resolve("usr2"), second));
    return this;
  }

  /** Debian's package of that name. */
  private static Path faketime() {
    return Stream.of("x86_64-linux-gnu", "aarch64-linux-gnu")
        .map(platform -> Path.of("/usr/lib", platform, "faketime/libfaketime.so.1"))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() -> new AssertionError("chaos.clock.hours needs Debian's libfaketime"));
  }

  /** Kills PostgreSQL and Redis and starts them again on the same data. */
  void restartServices() {
    killServices();
    startServices();
  }

  /** Kills PostgreSQL and Redis. */
  void killServices() {
    postgres().destroyForcibly();
    redis().destroyForcibly();
    await("postgres to end", () -> !isListening(setting("POSTGRES_PORT")));
    services.stop();
  }

  private static boolean isListening(int port) {
    try (var socket = new java.net.Socket("localhost", port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Starts them again after {@link #killServices}. */
  void startServices() {
    services =
        EmbeddedServices.start(
            Path.of(environment.get("EMBEDDED_DIRECTORY")),
            OptionalInt.of(setting("POSTGRES_PORT")),
            OptionalInt.of(setting("EMBEDDED_REDIS_PORT")));
  }

  private Running withSeparateServers(IntSupplier ports) {
    for (String service : new String[] {"gateway", "inventory", "payments"}) {
      var settings = new HashMap<>(environment);
      settings.putAll(own.getOrDefault(service, Map.of()));
      managementPorts.put(service, ports.getAsInt());
      settings.put("MANAGEMENT_PORT", managementPorts.get(service).toString());
      settings.put("INITIAL_STOCK", "SKU1=50");
      servers.put(service, Liberty.alone(service, directory.resolve("usr"), settings));
    }
    startServices();
    return this;
  }

  /**
   * @param server of several
   * @return where its health and metrics are
   */
  URI management(String server) {
    return URI.create("http://localhost:" + managementPorts.get(server));
  }

  int setting(String name) {
    return Integer.parseInt(environment.get(name));
  }

  /** Starts every server that does not run, and waits until all three services are healthy. */
  Running start() {
    startServers();
    try {
      await("all services healthy, see " + directory, this::isHealthy);
      return this;
    } catch (AssertionError e) {
      close();
      throw e;
    }
  }

  /** Starts every server that does not run, and returns at once. */
  void startServers() {
    servers.values().stream().filter(server -> !server.isAlive()).forEach(Liberty::start);
  }

  /** Whether every service says of itself that it is well. */
  boolean isHealthy() {
    return (!servers.containsKey("gateway2") || Http.isHealthy(secondGateway.resolve("/health/")))
        && Http.isHealthy(gateway.resolve("/health/"))
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

  /**
   * @param database orders, inventory or payments
   * @param sql a query of one column
   * @return that column of the first row
   */
  long number(String database, String sql) {
    try (var connection = connect(database)) {
      return number(connection, sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /**
   * @param database orders, inventory or payments
   * @param sql a query of one column
   * @return that column of the first row
   */
  String text(String database, String sql) {
    try (var connection = connect(database);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  static long number(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /**
   * @param database orders, inventory or payments
   * @return a connection to it
   */
  Connection connect(String database) throws SQLException {
    String url = "jdbc:postgresql://localhost:" + setting("POSTGRES_PORT") + "/" + database;
    return DriverManager.getConnection(url, database, database);
  }

  /**
   * @return a connection of who may do everything, to no service's database
   */
  Connection connectAsSuperuser() throws SQLException {
    String url = "jdbc:postgresql://localhost:" + setting("POSTGRES_PORT") + "/postgres";
    return DriverManager.getConnection(url, "postgres", "postgres");
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
    if (databaseNetwork != null) {
      databaseNetwork.close();
    }
    if (services != null) {
      services.stop();
    }
  }

  /** Not one that a client's connection may have by the time a server is started again. */
  static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
      try (var socket = new ServerSocket(port)) {
        if (PORTS.add(socket.getLocalPort())) {
          return port;
        }
      } catch (IOException inUse) {
        // the next one
      }
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
