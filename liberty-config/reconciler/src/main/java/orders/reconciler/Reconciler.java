package orders.reconciler;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Compares what the three databases say of the same orders, in one pass over each, and what is
 * found once more after a while: on a live system an order may be closed between two looks.
 */
public final class Reconciler {
  private static final int FINDINGS_MAX = 10_000;

  private final Connection orders;
  private final Connection inventory;
  private final Connection payments;
  private long compared;

  /**
   * @param orders the gateway's database; it and the others are only read
   * @param inventory the inventory's
   * @param payments the payments'
   */
  public Reconciler(Connection orders, Connection inventory, Connection payments) {
    this.orders = orders;
    this.inventory = inventory;
    this.payments = payments;
  }

  /**
   * @return how many keys were compared in the first pass
   */
  public long compared() {
    return compared;
  }

  /**
   * @param wait before what was found is looked at again, long enough for a request to end
   * @return what does not add up, the first ten thousand
   * @throws SQLException where a database did not answer
   * @throws InterruptedException while it waits
   */
  public List<Finding> findings(Duration wait) throws SQLException, InterruptedException {
    List<Finding> findings = pass(null);
    for (int again = 0; again < 2 && !findings.isEmpty(); again++) {
      Thread.sleep(wait.toMillis());
      Set<Finding> before = new HashSet<>(findings);
      Set<String> keys = new HashSet<>();
      findings.forEach(finding -> keys.add(finding.key()));
      findings = pass(keys).stream().filter(before::contains).toList();
    }
    return findings;
  }

  private List<Finding> pass(Collection<String> keys) throws SQLException {
    for (Connection connection : List.of(orders, inventory, payments)) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setReadOnly(true);
    }
    var findings = new ArrayList<Finding>();
    // the orders first: where one was confirmed, the other two had done their part by then
    try (var order = new Cursor(orders, Books.ORDERS, keys);
        var reservation = new Cursor(inventory, Books.RESERVATIONS, keys);
        var charge = new Cursor(payments, Books.CHARGES, keys)) {
      for (String key = least(order, reservation, charge);
          key != null && findings.size() < FINDINGS_MAX;
          key = least(order, reservation, charge)) {
        findings.addAll(Books.compare(key, order, reservation, charge));
        for (Cursor cursor : List.of(order, reservation, charge)) {
          if (cursor.isAt(key)) {
            cursor.advance();
          }
        }
        compared += keys == null ? 1 : 0;
      }
    }
    try (var stock = new Cursor(inventory, Books.STOCK, keys)) {
      for (; stock.key() != null; stock.advance()) {
        String what =
            "SKU %s has %d available and %d reserved, its reservations hold %d"
                .formatted(
                    stock.key(),
                    stock.number("available"),
                    stock.number("reserved"),
                    stock.number("held"));
        findings.add(new Finding(stock.key(), what));
      }
    }
    for (Connection connection : List.of(orders, inventory, payments)) {
      connection.rollback();
    }
    return findings;
  }

  private static String least(Cursor... cursors) throws SQLException {
    var keys = new ArrayList<String>();
    for (Cursor cursor : cursors) {
      keys.add(cursor.key());
    }
    return keys.stream().flatMap(Stream::ofNullable).min(String::compareTo).orElse(null);
  }
}
