package orders.settings;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;

/** Where a service is told to find its database, and by which settings. */
public final class DatabaseSettings {

  /** Of the PostgreSQL that {@code mvn liberty:run} starts; its pom says the same to the server. */
  public static final String EMBEDDED_PORT = "25432";

  static final String USUAL_PORT = "5432";

  private static final Map<Setting, String> EMBEDDED =
      Map.of(Setting.POSTGRES_HOST, "localhost", Setting.POSTGRES_PORT, EMBEDDED_PORT);

  private static final List<String> SERVICES = List.of("gateway", "inventory", "payments");

  private final String prefix;
  private final Function<String, Optional<String>> settings;

  /**
   * @param service {@code gateway}, {@code inventory} or {@code payments}
   * @param settings by name, each of them right
   */
  public DatabaseSettings(String service, Function<String, Optional<String>> settings) {
    prefix = service.equals("gateway") ? "" : service.toUpperCase(Locale.ROOT) + "_";
    this.settings = settings;
  }

  /**
   * For a program that is not one of the services, and so has no server's configuration.
   *
   * @param service {@code gateway}, {@code inventory} or {@code payments}
   * @param environment the variables; one that is empty counts as not set
   * @return that service's database; what is not set is as {@code mvn liberty:run} has it
   */
  public static DatabaseSettings ofEnvironment(String service, Map<String, String> environment) {
    Function<String, Optional<String>> set =
        name -> Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    boolean embedded = set.apply(Setting.POSTGRES_HOST.name()).isEmpty();
    return new DatabaseSettings(
        service, name -> set.apply(name).or(() -> standard(Setting.valueOf(name), embedded)));
  }

  private static Optional<String> standard(Setting setting, boolean embedded) {
    if (setting == Setting.POSTGRES_PORT && !embedded) {
      return Optional.of(USUAL_PORT);
    }
    return Optional.ofNullable(EMBEDDED.get(setting)).or(setting::defaultValue);
  }

  /**
   * @return where {@link java.sql.DriverManager} finds the database
   */
  public String url() {
    return "jdbc:postgresql://%s/%s".formatted(server(), own(Setting.POSTGRES_DB));
  }

  /**
   * @return who logs in, and with which TLS, as the driver calls it
   */
  public Properties properties() {
    var properties = new Properties();
    properties.put("user", own(Setting.POSTGRES_USER));
    properties.put("password", own(Setting.POSTGRES_PASSWORD));
    value(decisive(Setting.POSTGRES_SSLMODE)).ifPresent(mode -> properties.put("sslmode", mode));
    value(decisive(Setting.POSTGRES_SSLROOTCERT))
        .ifPresent(file -> properties.put("sslrootcert", file));
    return properties;
  }

  /**
   * @param settings by name, each of them right
   * @return that of each service
   */
  static List<DatabaseSettings> ofAll(Function<String, Optional<String>> settings) {
    return SERVICES.stream().map(service -> new DatabaseSettings(service, settings)).toList();
  }

  /**
   * @return whether the server has to show a certificate that this service verifies
   */
  boolean verifies() {
    return tlsMode().startsWith("verify-");
  }

  private String tlsMode() {
    return value(decisive(Setting.POSTGRES_SSLMODE))
        .or(Setting.POSTGRES_SSLMODE::defaultValue)
        .orElseThrow();
  }

  /**
   * @return what is missing if this service verifies a certificate, and has none to do it with
   */
  Optional<String> missingCertificate() {
    Setting mode = decisive(Setting.POSTGRES_SSLMODE);
    Setting certificate = beside(mode);
    boolean missing = value(certificate).or(() -> value(Setting.POSTGRES_SSLROOTCERT)).isEmpty();
    return verifies() && missing
        ? Optional.of("%s is missing: %s=%s needs it".formatted(certificate, mode, tlsMode()))
        : Optional.empty();
  }

  /** Set for the same services. */
  private static Setting beside(Setting mode) {
    return Setting.valueOf(mode.name().replace("SSLMODE", "SSLROOTCERT"));
  }

  /**
   * @return what this service verifies the server's certificate with, if it does
   */
  Setting certificate() {
    return decisive(Setting.POSTGRES_SSLROOTCERT);
  }

  /** Of what each service has for itself. */
  private String own(Setting ofTheGateway) {
    Setting setting = Setting.valueOf(prefix + ofTheGateway);
    return value(setting).or(setting::defaultValue).orElseThrow();
  }

  /**
   * @return the database, and the settings to look at if it cannot be reached
   */
  public String place() {
    Setting database = Setting.valueOf(prefix + Setting.POSTGRES_DB);
    return "%s/%s (%s, %s, %s, %s)"
        .formatted(
            server(),
            own(Setting.POSTGRES_DB),
            decisive(Setting.POSTGRES_HOST),
            decisive(Setting.POSTGRES_PORT),
            database,
            decisive(Setting.POSTGRES_SSLMODE));
  }

  /**
   * @return what is wrong if the server has no TLS, and this service insists on it
   */
  public String withoutTls() {
    Setting mode = decisive(Setting.POSTGRES_SSLMODE);
    return "%s '%s' is wrong: there is no TLS at %s"
        .formatted(mode, value(mode).orElseThrow(), server());
  }

  private String server() {
    String host = value(decisive(Setting.POSTGRES_HOST)).orElseThrow();
    String port = value(decisive(Setting.POSTGRES_PORT)).orElseThrow();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** What a service does not set for itself is named as it is set for all of them. */
  private Setting decisive(Setting common) {
    Setting own = Setting.valueOf(prefix + common);
    return value(own).filter(value -> !value(common).equals(Optional.of(value))).isPresent()
        ? own
        : common;
  }

  private Optional<String> value(Setting setting) {
    return settings.apply(setting.name());
  }
}
