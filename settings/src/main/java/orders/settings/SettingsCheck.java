package orders.settings;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Stops the start where a setting is wrong, with a line for each: before CDI binds them, which
 * would stop one application of the server with a stack trace, and leave it answering 404.
 */
public final class SettingsCheck implements Extension {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(\\w+)}");

  void check(@Observes BeforeBeanDiscovery start) {
    orStop();
  }

  /** Ends the server where a setting is wrong. */
  public static void orStop() {
    Config config = ConfigProvider.getConfig();
    var problems = new ArrayList<String>();
    for (Setting setting : Setting.values()) {
      lost(config, setting).ifPresent(problems::add);
    }
    problems.addAll(problems(name -> config.getOptionalValue(name, String.class)));
    if (problems.isEmpty()) {
      return;
    }
    throw stop(String.join(System.lineSeparator(), problems));
  }

  /**
   * What is set, but has no value: MicroProfile Config gives neither that nor the default, and a
   * service token that is lost so would leave the door open.
   */
  private static Optional<String> lost(Config config, Setting setting) {
    String raw = config.getConfigValue(setting.name()).getRawValue();
    if (raw == null || config.getOptionalValue(setting.name(), String.class).isPresent()) {
      return Optional.empty();
    }
    if (raw.isBlank()) {
      return setting.defaultValue().map(value -> setting + " is empty: leave it out, or set it");
    }
    return refersToWhatIsEmpty(config, raw)
        ? Optional.empty()
        : Optional.of(setting + " is wrong: it refers to something that is not set");
  }

  /** As a service's own certificate does where there is none for all services either. */
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
    if (settings.apply(Setting.API_AUTH.name()).equals(Optional.of("jwt"))) {
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
    for (String service : List.of("", "INVENTORY_", "PAYMENTS_")) {
      checkCertificate(settings, problems, service);
    }
    return problems.stream().distinct().toList();
  }

  /** What a service does not set for itself is named as it is set for all of them. */
  private static void checkCertificate(
      Function<String, Optional<String>> settings, List<String> problems, String service) {
    Optional<String> common = settings.apply(Setting.POSTGRES_SSLMODE.name());
    Optional<String> own = settings.apply(service + Setting.POSTGRES_SSLMODE).or(() -> common);
    String named = own.equals(common) ? "" : service;
    Setting certificate = Setting.valueOf(named + Setting.POSTGRES_SSLROOTCERT);
    boolean verified = own.filter(mode -> mode.startsWith("verify-")).isPresent();
    if (verified && settings.apply(Setting.POSTGRES_SSLROOTCERT.name()).isEmpty()) {
      String by = named + Setting.POSTGRES_SSLMODE + "=" + own.orElseThrow();
      require(settings, problems, certificate, by);
    }
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
