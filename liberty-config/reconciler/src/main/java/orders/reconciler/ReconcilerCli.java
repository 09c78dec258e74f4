package orders.reconciler;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * The command: compares the databases that the environment names, with the same settings and
 * defaults as {@code mvn liberty:run}, and ends with 0 if everything adds up, 1 if something does
 * not, 2 where it could not look.
 */
public final class ReconcilerCli {
  private static final Duration WAIT = Duration.ofSeconds(5);

  private ReconcilerCli() {}

  /**
   * @param arguments none
   * @throws InterruptedException if it is stopped
   */
  public static void main(String[] arguments) throws InterruptedException {
    int code = run(System.getenv());
    if (code != 0) {
      System.exit(code);
    }
  }

  private static int run(Map<String, String> settings) throws InterruptedException {
    try (var orders = connect(settings, "", "orders");
        var inventory = connect(settings, "INVENTORY_", "inventory");
        var payments = connect(settings, "PAYMENTS_", "payments")) {
      System.out.println("Comparing ... (what is found is looked at again twice, 5 s apart)");
      var reconciler = new Reconciler(orders, inventory, payments);
      List<Finding> findings = reconciler.findings(WAIT);
      findings.forEach(System.out::println);
      reconciler.more().forEach((rule, more) -> System.out.println(more + " more of " + rule));
      reconciler.report().forEach(System.out::println);
      System.out.println(conclusion(findings.size(), reconciler.more()));
      return findings.isEmpty() ? 0 : 1;
    } catch (SQLException e) {
      System.err.println("Cannot compare: " + e.getMessage());
      return 2;
    }
  }

  private static String conclusion(int findings, Map<Rule, Integer> more) {
    int all = findings + more.values().stream().mapToInt(Integer::intValue).sum();
    return all == 0
        ? "Everything that is neither open nor parked adds up."
        : all + " discrepancies.";
  }

  private static Connection connect(Map<String, String> settings, String prefix, String name)
      throws SQLException {
    String host = settings.getOrDefault("POSTGRES_HOST", "localhost");
    String port =
        settings.getOrDefault(
            "POSTGRES_PORT", settings.containsKey("POSTGRES_HOST") ? "5432" : "25432");
    var properties = new Properties();
    properties.put("user", settings.getOrDefault(prefix + "POSTGRES_USER", name));
    properties.put("password", settings.getOrDefault(prefix + "POSTGRES_PASSWORD", name));
    properties.put("ApplicationName", "reconciler");
    for (String tls : List.of("sslmode", "sslrootcert")) {
      String setting = "POSTGRES_" + tls.toUpperCase(Locale.ROOT);
      String value = settings.getOrDefault(prefix + setting, settings.get(setting));
      if (value != null && !value.isBlank()) {
        properties.put(tls, value);
      }
    }
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%s/%s"
            .formatted(
                settings.getOrDefault(prefix + "POSTGRES_HOST", host),
                settings.getOrDefault(prefix + "POSTGRES_PORT", port),
                settings.getOrDefault(prefix + "POSTGRES_DB", name)),
        properties);
  }
}
