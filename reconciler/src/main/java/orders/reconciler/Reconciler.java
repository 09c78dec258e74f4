package orders.reconciler;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares what the three databases say of the same orders, in one pass over each. On a live system
 * an order may be closed between the look at one database and the look at the next: so what differs
 * is looked at twice more, and is a finding if it differs in the same way each time.
 */
public final class Reconciler {

  /** So many are looked at again together, and no more are kept in memory. */
  static final int SUSPECTS_MAX = 10_000;

  private static final int LOOKS_AGAIN = 2;

  /** Time that passes between two looks. */
  interface Pause {
    void pass(Duration wait) throws InterruptedException;
  }

  private final Connection orders;
  private final Connection inventory;
  private final Connection payments;
  private final Pause pause;
  private ComparisonCount compared = new ComparisonCount();
  private Findings found = new Findings();
  private List<String> report = List.of();

  /**
   * @param orders the gateway's database; it and the others are only read
   * @param inventory the inventory's
   * @param payments the payments'
   */
  public Reconciler(Connection orders, Connection inventory, Connection payments) {
    this(orders, inventory, payments, wait -> Thread.sleep(wait.toMillis()));
  }

  Reconciler(Connection orders, Connection inventory, Connection payments, Pause pause) {
    this.orders = orders;
    this.inventory = inventory;
    this.payments = payments;
    this.pause = pause;
  }

  /**
   * @return how many keys were compared in the last pass
   */
  public long compared() {
    return compared.keys();
  }

  /**
   * @return what the last pass compared, what is open and so could not be, and what is parked
   */
  public List<String> report() {
    return report;
  }

  /**
   * @return how many more than were returned the last pass found, by their rules
   */
  public Map<Rule, Integer> more() {
    return found.more();
  }

  /**
   * @param wait before what differs is looked at again, long enough for a request to end
   * @return what does not add up, the first thousand of each rule
   * @throws SQLException if a database did not answer
   * @throws InterruptedException while it waits
   */
  public List<Finding> findings(Duration wait) throws SQLException, InterruptedException {
    List<Connection> all = List.of(orders, inventory, payments);
    for (Connection connection : all) {
      connection.setAutoCommit(false);
      // each statement sees one moment, a later one a later moment
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      connection.setReadOnly(true);
    }
    compared = new ComparisonCount();
    found = new Findings();
    compareStock();
    compareOrders(wait);
    var lines = new ArrayList<String>();
    lines.add(compared.shown(OpenItems.number(inventory, "select count(*) from stock")));
    lines.addAll(OpenItems.lines(orders, payments));
    report = List.copyOf(lines);
    for (Connection connection : all) {
      connection.rollback();
    }
    return found.kept();
  }

  private void compareStock() throws SQLException {
    try (var stock = new Cursor(inventory, ReconciliationRules.STOCK, null)) {
      for (; stock.key() != null; stock.advance()) {
        String available = stock.text("available");
        String what =
            "SKU %s has %s available and %d reserved, its reservations hold %d"
                .formatted(
                    stock.key(),
                    available == null ? "none" : available,
                    stock.number("reserved"),
                    stock.number("held"));
        found.add(new Finding(Rule.STOCK_SUM, stock.key(), what));
      }
    }
  }

  /**
   * What differs is looked at again while the pass stands still, and forgotten before it goes on.
   */
  private void compareOrders(Duration wait) throws SQLException, InterruptedException {
    var suspects = new ArrayList<Finding>();
    try (var look = new Look(null)) {
      for (String key = look.next(); key != null; key = look.next()) {
        suspects.addAll(look.at(key, compared));
        if (suspects.size() >= SUSPECTS_MAX) {
          found.addAll(lookAgain(suspects, wait));
          suspects.clear();
        }
      }
    }
    found.addAll(lookAgain(suspects, wait));
  }

  private List<Finding> lookAgain(List<Finding> suspects, Duration wait)
      throws SQLException, InterruptedException {
    List<Finding> left = List.copyOf(suspects);
    for (int again = 0; again < LOOKS_AGAIN && !left.isEmpty(); again++) {
      pause.pass(wait);
      Set<Finding.Identity> before =
          left.stream().map(Finding::identity).collect(Collectors.toSet());
      left =
          at(left.stream().map(Finding::key).collect(Collectors.toSet())).stream()
              .filter(finding -> before.contains(finding.identity()))
              .toList();
    }
    return left;
  }

  private List<Finding> at(Collection<String> keys) throws SQLException {
    var findings = new ArrayList<Finding>();
    try (var look = new Look(keys)) {
      for (String key = look.next(); key != null; key = look.next()) {
        findings.addAll(look.at(key, new ComparisonCount()));
      }
    }
    return findings;
  }

  /** All three side by side, in the order of their keys. */
  private final class Look implements AutoCloseable {
    private final Cursor order;
    private final Cursor reservation;
    private final Cursor charge;

    /**
     * @param keys to look at; null for all
     */
    Look(@Nullable Collection<String> keys) throws SQLException {
      // the orders first: if one was confirmed, the other two had done their part by then
      order = new Cursor(orders, ReconciliationRules.ORDERS, keys);
      reservation = new Cursor(inventory, ReconciliationRules.RESERVATIONS, keys);
      charge = new Cursor(payments, ReconciliationRules.CHARGES, keys);
    }

    /** The next key of any of them; null after the last. */
    @Nullable String next() throws SQLException {
      return Stream.of(order.key(), reservation.key(), charge.key())
          .filter(key -> key != null)
          .min(String::compareTo)
          .orElse(null);
    }

    List<Finding> at(String key, ComparisonCount counted) throws SQLException {
      counted.count(key, order, reservation, charge);
      List<Finding> findings = ReconciliationRules.compare(key, order, reservation, charge);
      for (Cursor cursor : List.of(order, reservation, charge)) {
        if (cursor.isAt(key)) {
          cursor.advance();
        }
      }
      return findings;
    }

    @Override
    public void close() throws SQLException {
      order.close();
      reservation.close();
      charge.close();
    }
  }
}
