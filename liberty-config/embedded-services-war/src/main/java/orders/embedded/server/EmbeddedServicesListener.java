package orders.embedded.server;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import orders.embedded.EmbeddedServices;
import orders.settings.PortsCheck;
import orders.settings.Setting;
import orders.settings.SettingsCheck;
import orders.value.InitialStock;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Starts PostgreSQL and Redis before the applications that name this one in {@code startAfterRef}.
 * They live as long as the JVM, not as long as this application: dev mode restarts every
 * application, in any order, at each change of server.xml.
 */
@WebListener
public class EmbeddedServicesListener implements ServletContextListener {
  private static final String RUNNING = "orders.embedded.running";
  private static final List<Setting> OPENED =
      List.of(
          Setting.GATEWAY_PORT,
          Setting.OPERATORS_PORT,
          Setting.INVENTORY_PORT,
          Setting.PAYMENTS_PORT,
          Setting.MANAGEMENT_PORT);

  @Override
  public void contextInitialized(ServletContextEvent start) {
    // not a static field: those end with this application's class loader
    if (System.getProperties().containsKey(RUNNING)) {
      return;
    }
    SettingsCheck.orStop();
    Config config = ConfigProvider.getConfig();
    findTheOthers(config);
    checkThatTlsIsNotAskedOfTheEmbedded(config);
    // another run has them open, and start() tells of it
    if (!EmbeddedServices.isInUse(directory(config))) {
      SettingsCheck.stopAt(problemsOfPorts(config));
    }
    try {
      // also keeps the guard's pipe open: a collected Process would close it
      System.getProperties().put(RUNNING, startServices(config));
    } catch (RuntimeException e) {
      System.err.println(e.getMessage());
      System.err.flush();
      // not exit: Liberty would wait 30 s for the applications held back by startAfterRef; none of
      // them has started, and everything started here is stopped already
      Runtime.getRuntime().halt(1);
    }
    StartBanner.printWhenReady(config);
  }

  /** Where the gateway asks them: on localhost, unless their ports are opened elsewhere. */
  private static void findTheOthers(Config config) {
    var addresses = new Addresses(config);
    if (!isSet("INVENTORY_BASE_URL")) {
      System.setProperty("INVENTORY_BASE_URL", addresses.url("INVENTORY_PORT"));
    }
    if (!isSet("PAYMENTS_BASE_URL")) {
      System.setProperty("PAYMENTS_BASE_URL", addresses.url("PAYMENTS_PORT"));
    }
  }

  private static EmbeddedServices startServices(Config config) {
    boolean ownPostgres = !isSet("POSTGRES_HOST");
    boolean ownRedis = !isSet("REDIS_URL");
    int postgresPort = config.getValue("POSTGRES_PORT", Integer.class);
    int redisPort = config.getValue("EMBEDDED_REDIS_PORT", Integer.class);
    var services =
        EmbeddedServices.start(
            directory(config),
            ownPostgres ? OptionalInt.of(postgresPort) : OptionalInt.empty(),
            ownRedis ? OptionalInt.of(redisPort) : OptionalInt.empty());
    if (ownPostgres && !isSet("INITIAL_STOCK")) {
      System.setProperty("INITIAL_STOCK", InitialStock.OF_A_NEW_SYSTEM);
    }
    return services;
  }

  private static void checkThatTlsIsNotAskedOfTheEmbedded(Config config) {
    String mode = config.getValue("POSTGRES_SSLMODE", String.class);
    if (!isSet("POSTGRES_HOST") && (mode.equals("require") || mode.startsWith("verify-"))) {
      throw SettingsCheck.stop(
          "POSTGRES_HOST is missing: POSTGRES_SSLMODE="
              + mode
              + " needs it, for the embedded one has no TLS");
    }
  }

  private static Path directory(Config config) {
    return Path.of(config.getValue("EMBEDDED_DIRECTORY", String.class));
  }

  private static List<String> problemsOfPorts(Config config) {
    Function<String, Optional<String>> settings =
        name -> config.getOptionalValue(name, String.class);
    var problems = new ArrayList<>(PortsCheck.usedTwice(settings, withThoseOfTheEmbedded()));
    problems.addAll(PortsCheck.aliasesUsedTwice(settings, OPENED));
    problems.addAll(PortsCheck.closed(settings, OPENED));
    return problems;
  }

  /** They start first, and the server would go on without the port that they took. */
  private static List<Setting> withThoseOfTheEmbedded() {
    var ports = new ArrayList<>(OPENED);
    if (!isSet("POSTGRES_HOST")) {
      ports.add(Setting.POSTGRES_PORT);
    }
    if (!isSet("REDIS_URL")) {
      ports.add(Setting.EMBEDDED_REDIS_PORT);
    }
    return ports;
  }

  private static boolean isSet(String variable) {
    String value = System.getenv(variable);
    return value != null && !value.isBlank();
  }
}
