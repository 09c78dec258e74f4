package orders.settings;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import orders.value.ApiAuth;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Stops the start if a setting is wrong, with a line for each: before CDI binds them, which would
 * stop one application of the server with a stack trace, and leave it answering 404.
 */
public final class SettingsCheck implements Extension {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(\\w+)}");

  /** In a server's configuration: the settings that say which ports it opens. */
  private static final String PORTS_OF_THE_SERVER = "server.ports";

  private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d+){3}|::1");
  private static final String PORTS_CHECKED = "orders.settings.ports-checked";

  void check(@Observes BeforeBeanDiscovery start) {
    orStop();
    firstStart();
  }

  /** Once a server: when an application is started anew the ports are open. */
  private static void firstStart() {
    if (System.getProperties().putIfAbsent(PORTS_CHECKED, "") != null) {
      return;
    }
    Config config = ConfigProvider.getConfig();
    warnOfEmptyTokens(config);
    List<Setting> ports =
        config.getOptionalValue(PORTS_OF_THE_SERVER, String.class).stream()
            .flatMap(names -> Stream.of(names.split(",")))
            .map(Setting::valueOf)
            .toList();
    Function<String, Optional<String>> settings =
        name -> config.getOptionalValue(name, String.class);
    unprotected(settings).forEach(System.err::println);
    var problems = new ArrayList<>(PortsCheck.usedTwice(settings, ports));
    problems.addAll(PortsCheck.closed(settings, ports));
    stopAt(problems);
  }

  /**
   * An empty one counts as not set, as every other; but nobody shall believe that tokens are asked
   * for.
   */
  private static void warnOfEmptyTokens(Config config) {
    for (Setting setting : List.of(Setting.API_AUTH, Setting.SERVICE_TOKEN)) {
      String raw = config.getConfigValue(setting.name()).getRawValue();
      String variable = System.getenv(setting.name());
      if ((raw != null && raw.isBlank()) || (variable != null && variable.isBlank())) {
        System.err.println(setting + " is empty, which counts as not set: no token is asked for.");
      }
    }
  }

  /**
   * @param settings by name
   * @return a line for what is not protected, though somebody may believe that it is
   */
  static List<String> unprotected(Function<String, Optional<String>> settings) {
    var lines = new ArrayList<String>();
    if (needsTokens(settings)) {
      return lines;
    }
    Stream.of(
            Setting.MP_JWT_VERIFY_ISSUER,
            Setting.MP_JWT_VERIFY_AUDIENCES,
            Setting.MP_JWT_VERIFY_PUBLICKEY,
            Setting.MP_JWT_VERIFY_PUBLICKEY_LOCATION)
        .filter(setting -> settings.apply(setting.name()).isPresent())
        .map(setting -> setting + " is set, and API_AUTH is off: nobody needs a token.")
        .findFirst()
        .ifPresent(lines::add);
    settings
        .apply(Setting.OPERATORS_BIND_HOST.name())
        .filter(host -> !LOOPBACK.matcher(host).matches())
        .map(
            "OPERATORS_BIND_HOST is '%s' and API_AUTH is off: whoever reaches that port is an operator."
                ::formatted)
        .ifPresent(lines::add);
    return lines;
  }

  private static boolean needsTokens(Function<String, Optional<String>> settings) {
    return settings
        .apply(Setting.API_AUTH.name())
        .filter(word -> Setting.API_AUTH.problem(word).isEmpty())
        .map(ApiAuth::of)
        .equals(Optional.of(ApiAuth.JWT));
  }

  /** Ends the server if a setting is wrong. */
  public static void orStop() {
    Config config = ConfigProvider.getConfig();
    var problems = new ArrayList<String>();
    for (Setting setting : Setting.values()) {
      lost(config, setting).ifPresent(problems::add);
    }
    problems.addAll(problems(name -> config.getOptionalValue(name, String.class)));
    stopAt(problems);
  }

  /**
   * Ends the server if there is any.
   *
   * @param problems a line each
   */
  public static void stopAt(List<String> problems) {
    if (!problems.isEmpty()) {
      throw stop(String.join(System.lineSeparator(), problems));
    }
  }

  /**
   * What is set, but has no value. MicroProfile Config gives neither that nor the default, and the
   * server does not know that an empty variable counts as not set.
   */
  private static Optional<String> lost(Config config, Setting setting) {
    String raw = config.getConfigValue(setting.name()).getRawValue();
    if (raw == null || config.getOptionalValue(setting.name(), String.class).isPresent()) {
      return Optional.empty();
    }
    if (raw.isBlank()) {
      return setting.defaultValue().isPresent()
              || EmptyVariables.READ_BY_THE_SERVER.contains(setting)
          ? Optional.of(setting + " is empty: leave it out, or set it")
          : Optional.empty();
    }
    return refersToWhatIsEmpty(config, raw)
        ? Optional.empty()
        : Optional.of(setting + " is wrong: it refers to something that is not set");
  }

  /** As a service's own certificate does if there is none for all services either. */
  private static boolean refersToWhatIsEmpty(Config config, String raw) {
    var reference = REFERENCE.matcher(raw);
    if (!reference.matches()) {
      return false;
    }
    String common = config.getConfigValue(reference.group(1)).getRawValue();
    return common != null && common.isBlank();
  }

  /**
   * Ends the server.
   *
   * @param problem what is wrong with which setting
   * @return nothing, but lets the caller write {@code throw}
   */
  public static Error stop(String problem) {
    System.err.println(problem);
    System.err.println("The server stops. The README lists the settings.");
    System.err.flush();
    // not exit: Liberty would wait for the applications that are just starting
    Runtime.getRuntime().halt(1);
    return new AssertionError("halted");
  }

  /**
   * @param settings by name
   * @return a line for each that is wrong
   */
  static List<String> problems(Function<String, Optional<String>> settings) {
    var problems = new ArrayList<String>();
    for (Setting setting : Setting.values()) {
      settings.apply(setting.name()).flatMap(setting::problem).ifPresent(problems::add);
    }
    if (needsTokens(settings)) {
      require(settings, problems, Setting.MP_JWT_VERIFY_ISSUER, "API_AUTH=jwt");
      require(settings, problems, Setting.MP_JWT_VERIFY_AUDIENCES, "API_AUTH=jwt");
      if (settings.apply(Setting.MP_JWT_VERIFY_PUBLICKEY.name()).isEmpty()) {
        require(settings, problems, Setting.MP_JWT_VERIFY_PUBLICKEY_LOCATION, "API_AUTH=jwt");
      }
    }
    if (settings.apply(Setting.SECURE_SSL_REDIRECT.name()).equals(Optional.of("1"))) {
      // nobody would ever be believed to have come by HTTPS
      require(settings, problems, Setting.TRUSTED_PROXIES, "SECURE_SSL_REDIRECT=1");
    }
    DatabaseSettings.ofAll(settings).stream()
        .flatMap(database -> database.missingCertificate().stream())
        .forEach(problems::add);
    return problems.isEmpty() ? Contradictions.in(settings) : problems.stream().distinct().toList();
  }

  private static void require(
      Function<String, Optional<String>> settings,
      List<String> problems,
      Setting setting,
      String by) {
    if (settings.apply(setting.name()).isEmpty()) {
      problems.add(setting + " is missing: " + by + " needs it");
    }
  }
}
