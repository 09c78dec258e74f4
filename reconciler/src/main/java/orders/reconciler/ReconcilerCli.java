package orders.reconciler;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import orders.settings.DatabaseSettings;

/**
 * The command: compares the databases that the environment names, with the same settings and
 * defaults as {@code mvn liberty:run}, and ends with 0 if everything adds up, 1 if something does
 * not, 2 if it could not look.
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

  private static int run(Map<String, String> environment) throws InterruptedException {
    try (var orders = connect(environment, "gateway");
        var inventory = connect(environment, "inventory");
        var payments = connect(environment, "payments")) {
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

  private static Connection connect(Map<String, String> environment, String service)
      throws SQLException {
    var database = DatabaseSettings.ofEnvironment(service, environment);
    var properties = database.properties();
    properties.put("ApplicationName", "reconciler");
    return DriverManager.getConnection(database.url(), properties);
  }
}
