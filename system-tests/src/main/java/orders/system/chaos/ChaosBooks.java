package orders.system.chaos;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import orders.system.fixture.RunningSystem;

/**
 * The provider's own books against the gateway's orders, to the cent and in both directions:
 * without payments in between, whose word is what has to be proved.
 */
final class ChaosBooks {
  private static final String ORDERS =
      """
      select upstream_key, case when status <> 'CONFIRMED' then 0 else amount_cents - (
        select coalesce(sum(amount_cents), 0) from refund
        where order_id = orders.id and status = 'DONE') end, id || ' ' || status
      from orders
      """;
  private static final String LEDGER =
      """
      select charge_key, charged_cents - returned_cents,
        coalesce((select state from charge where key = charge_key), 'without a charge')
      from simulator_ledger
      """;
  private static final String CHARGED_OR_OPEN =
      "select key, 0, state from charge where state not in ('DECLINED', 'VOIDED')";

  private final RunningSystem running;

  /** The sums, for the report. */
  private String sums = "not compared";

  ChaosBooks(RunningSystem running) {
    this.running = running;
  }

  private record Line(long cents, String what) {}

  /**
   * @return what differs; empty if every cent is where it belongs
   */
  List<String> differences() throws SQLException {
    Map<String, Line> orders = read("orders", ORDERS);
    Map<String, Line> ledger = read("payments", LEDGER);
    List<String> wrong = new ArrayList<>();
    var nobody = new Line(0, "that no order has");
    var nothing = new Line(0, "not in its books");
    var keys = new TreeSet<>(orders.keySet());
    keys.addAll(ledger.keySet());
    for (String key : keys) {
      Line order = orders.getOrDefault(key, nobody);
      Line kept = ledger.getOrDefault(key, nothing);
      if (order.cents() != kept.cents() || !orders.containsKey(key)) {
        wrong.add(
            "the provider keeps %d cents (%s) where %d are right: key %s, order %s"
                .formatted(kept.cents(), kept.what(), order.cents(), key, order.what()));
      }
    }
    read("payments", CHARGED_OR_OPEN)
        .forEach(
            (key, charge) -> {
              if (!ledger.containsKey(key)) {
                wrong.add(
                    "a charge is %s, and not in the provider's books: key %s"
                        .formatted(charge.what(), key));
              }
            });
    sums =
        "the provider keeps %d cents, the orders say %d; %d orders, %d keys in its books"
            .formatted(sum(ledger), sum(orders), orders.size(), ledger.size());
    return wrong;
  }

  String sums() {
    return sums;
  }

  private static long sum(Map<String, Line> lines) {
    return lines.values().stream().mapToLong(Line::cents).sum();
  }

  private Map<String, Line> read(String database, String sql) throws SQLException {
    Map<String, Line> lines = new HashMap<>();
    try (var connection = running.connect(database);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        lines.put(rows.getString(1), new Line(rows.getLong(2), rows.getString(3)));
      }
    }
    return lines;
  }
}
