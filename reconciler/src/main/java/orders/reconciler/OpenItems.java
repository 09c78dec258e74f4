package orders.reconciler;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What nobody can compare, because somebody is still to do something about it: the services by
 * themselves, or a person.
 */
final class OpenItems {
  private static final int SHOWN_MAX = 20;

  private static final String AGE = "coalesce(round(extract(epoch from now() - min(%s))), 0)";

  // an order with an open refund has been confirmed for long, and its refund is what is open
  private static final String OPEN_ORDERS =
      """
      select id, status, attempts, case when refunds_open > 0
          then coalesce((select min(refund.created_at) from refund
            where order_id = orders.id and refund.status = 'PENDING'), since)
          else since end as open_since
      from orders where due_at is not null
      """;

  private static final String ORDERS_COUNT =
      "select count(*), %s from (%s) as open".formatted(AGE.formatted("open_since"), OPEN_ORDERS);

  // twice as long as the default of ORDER_DEADLINE_SECS, and half a minute to be undone
  private static final String OLD_ORDERS =
      """
      select '  order ' || id || ' is ' || status || ' and open since ' || open_since::timestamptz(0)
        || ', attempt ' || attempts
      from (%s) as open where open_since < now() - interval '270 seconds' order by open_since limit %d
      """
          .formatted(OPEN_ORDERS, SHOWN_MAX);

  private static final String PARKED_COUNT =
      "select count(*), %s from orders where parked_reason is not null"
          .formatted(AGE.formatted("since"));

  private static final String PARKED_ORDERS =
      """
      select '  order ' || id || ' is ' || status || ' and parked since ' || since::timestamptz(0)
        || ': ' || parked_reason
      from orders where parked_reason is not null order by since limit %d
      """
          .formatted(SHOWN_MAX);

  private static final String CHARGES_COUNT =
      "select count(*), %s from charge where state = 'PENDING' and due_at is not null"
          .formatted(AGE.formatted("created_at"));

  private static final String VOIDS_COUNT =
      "select count(*), 0 from charge where state = 'VOIDED' and due_at is not null";

  private static final String REFUNDS_COUNT =
      "select count(*), %s from refund where due_at is not null"
          .formatted(AGE.formatted("created_at"));

  private OpenItems() {}

  /**
   * @param orders the gateway's database
   * @param payments the payments'
   * @return what is open and what is parked, and the oldest of them one by one
   */
  static List<String> lines(Connection orders, Connection payments) throws SQLException {
    var lines = new ArrayList<String>();
    lines.add(
        "Open: %s, %s, %s, %s"
            .formatted(
                count(orders, ORDERS_COUNT, "orders"),
                count(payments, CHARGES_COUNT, "charges"),
                count(payments, VOIDS_COUNT, "voids"),
                count(payments, REFUNDS_COUNT, "refunds at the provider")));
    lines.addAll(column(orders, OLD_ORDERS));
    lines.add("Parked: " + count(orders, PARKED_COUNT, "orders"));
    lines.addAll(column(orders, PARKED_ORDERS));
    return lines;
  }

  private static String count(Connection connection, String sql, String what) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      String age = row.getLong(2) > 0 ? " (the oldest for %d s)".formatted(row.getLong(2)) : "";
      return row.getLong(1) + " " + what + age;
    }
  }

  static long number(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static List<String> column(Connection connection, String sql) throws SQLException {
    var values = new ArrayList<String>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }
}
