package orders.settings;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Settings that are right each by itself, and not together. */
final class Contradictions {
  /** Reserve and charge, or void and release: none is begun twice while an order is leased once. */
  private static final BigDecimal CALLS_IN_A_LEASE = BigDecimal.valueOf(2);

  private final Function<String, Optional<String>> settings;
  private final List<String> found = new ArrayList<>();

  private Contradictions(Function<String, Optional<String>> settings) {
    this.settings = settings;
  }

  /**
   * @param settings by name, each of them right; the default holds if there is none
   * @return a line for each contradiction
   */
  static List<String> in(Function<String, Optional<String>> settings) {
    var contradictions = new Contradictions(settings);
    contradictions.find();
    return contradictions.found;
  }

  private void find() {
    BigDecimal callSeconds = callSecondsMax();
    BigDecimal needed = callSeconds.multiply(CALLS_IN_A_LEASE).stripTrailingZeros();
    if (number(Setting.ORDER_LEASE_SECS).compareTo(needed) <= 0) {
      // whoever has the order would lose it before it can be brought to its end, again and again
      found.add(
          "ORDER_LEASE_SECS %s is too short: it must be above %s, the seconds that two calls take at"
                  .formatted(number(Setting.ORDER_LEASE_SECS), needed.toPlainString())
              + " most, by HTTP_TIMEOUT_SECS, HTTP_RETRY_MAX, HTTP_RETRY_BACKOFF_BASE and"
              + " HTTP_RETRY_MAX_SLEEP");
    }
    notAbove(Setting.HTTP_RETRY_BACKOFF_BASE, Setting.HTTP_RETRY_MAX_SLEEP);
    notAbove(Setting.ORDERS_CONCURRENT_MAX, Setting.REQUESTS_CONCURRENT_MAX);
    // the orders of a gateway that died would be in progress for longer than anybody waits
    notAbove(Setting.ORDER_LEASE_SECS, Setting.ORDER_DEADLINE_SECS);
    checkSimulator();
    if (number(Setting.SECURE_HSTS_SECONDS).signum() > 0 && !isSet(Setting.TRUSTED_PROXIES)) {
      // nobody would ever be believed to have come by HTTPS
      found.add("TRUSTED_PROXIES is missing: SECURE_HSTS_SECONDS needs it");
    }
    if (isSet(Setting.MP_JWT_VERIFY_PUBLICKEY) && isSet(Setting.MP_JWT_VERIFY_PUBLICKEY_LOCATION)) {
      // nobody would look at the second
      found.add(
          "MP_JWT_VERIFY_PUBLICKEY and MP_JWT_VERIFY_PUBLICKEY_LOCATION are both set: leave one of"
              + " them out");
    }
    checkCertificates();
  }

  /** One that nobody looks at: whoever set it believes that they know their database. */
  private void checkCertificates() {
    List<DatabaseSettings> databases = DatabaseSettings.ofAll(settings);
    List<Setting> used =
        databases.stream()
            .filter(DatabaseSettings::verifies)
            .map(DatabaseSettings::certificate)
            .toList();
    Stream.concat(
            Stream.of(Setting.POSTGRES_SSLROOTCERT),
            databases.stream().map(DatabaseSettings::certificate))
        .distinct()
        .filter(certificate -> isSet(certificate) && !used.contains(certificate))
        .map(
            certificate ->
                "%s is not looked at: that needs %s=verify-ca or verify-full"
                    .formatted(certificate, certificate.name().replace("SSLROOTCERT", "SSLMODE")))
        .forEach(found::add);
  }

  /** More calls than there are would fail. */
  private void checkSimulator() {
    BigDecimal failing =
        number(Setting.PAYMENTS_SIMULATOR_ERROR_RATE)
            .add(number(Setting.PAYMENTS_SIMULATOR_LATE_ERROR_RATE))
            .add(number(Setting.PAYMENTS_SIMULATOR_TIMEOUT_RATE));
    if (failing.compareTo(BigDecimal.ONE) > 0) {
      found.add(
          "PAYMENTS_SIMULATOR_ERROR_RATE, PAYMENTS_SIMULATOR_LATE_ERROR_RATE and"
              + " PAYMENTS_SIMULATOR_TIMEOUT_RATE are wrong: their sum must not be above 1, and is "
              + failing.toPlainString());
    }
  }

  private boolean isSet(Setting setting) {
    return settings.apply(setting.name()).isPresent();
  }

  /** All attempts at one call, each as long as it may be, and the longest waits between them. */
  private BigDecimal callSecondsMax() {
    int retries = number(Setting.HTTP_RETRY_MAX).intValueExact();
    BigDecimal seconds =
        number(Setting.HTTP_TIMEOUT_SECS).multiply(BigDecimal.valueOf(retries + 1L));
    BigDecimal wait = number(Setting.HTTP_RETRY_BACKOFF_BASE);
    for (int retry = 0; retry < retries; retry++) {
      seconds = seconds.add(wait.min(number(Setting.HTTP_RETRY_MAX_SLEEP)));
      wait = wait.add(wait);
    }
    return seconds;
  }

  private void notAbove(Setting smaller, Setting larger) {
    if (number(smaller).compareTo(number(larger)) > 0) {
      found.add(
          "%s %s is wrong: it must not be above %s, which is %s"
              .formatted(smaller, number(smaller), larger, number(larger)));
    }
  }

  private BigDecimal number(Setting setting) {
    return new BigDecimal(
        settings.apply(setting.name()).or(setting::defaultValue).orElseThrow().strip());
  }
}
