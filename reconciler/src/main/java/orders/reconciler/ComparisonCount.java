package orders.reconciler;

import java.sql.SQLException;

/** How much was compared, in the first look. */
final class ComparisonCount {
  private long keys;
  private long orders;
  private long reservations;
  private long charges;
  private long refunds;
  private long ledgerRows;

  void count(String key, Cursor order, Cursor reservation, Cursor charge) throws SQLException {
    keys++;
    orders += order.isAt(key) ? 1 : 0;
    reservations += reservation.isAt(key) ? 1 : 0;
    if (charge.isAt(key)) {
      charges += charge.text("state") == null ? 0 : 1;
      refunds += charge.number("refunds");
      ledgerRows += charge.is("moved") ? 1 : 0;
    }
  }

  long keys() {
    return keys;
  }

  String shown(long skus) {
    return ("Compared: %d orders, %d reservations, %d charges, %d refunds, %d rows of the provider's"
            + " ledger, %d SKUs")
        .formatted(orders, reservations, charges, refunds, ledgerRows, skus);
  }
}
