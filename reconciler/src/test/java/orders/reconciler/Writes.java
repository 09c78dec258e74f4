package orders.reconciler;

import java.sql.SQLException;

/** To a system that holds one order, confirmed for one unit of the one SKU. */
interface Writes {
  String SKU = "SKU1";
  String CONFIRMED = "confirmed";

  void to(LiveSystem system) throws SQLException;

  default Writes and(Writes more) {
    return system -> {
      to(system);
      more.to(system);
    };
  }

  static Writes orders(String sql) {
    return system -> system.execute("orders", sql);
  }

  static Writes inventory(String sql) {
    return system -> system.execute("inventory", sql);
  }

  static Writes payments(String sql) {
    return system -> system.execute("payments", sql);
  }

  /** Of seven cents, by the order's books alone. */
  static Writes refund(String status) {
    return orders(
        """
        insert into refund (order_id, id, amount_cents, status) select id, id, 7, '%s' from orders
        """
            .formatted(status));
  }
}
