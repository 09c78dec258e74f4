package orders.reconciler;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What is read from each database, and what must hold of one order's rows in all three. */
final class Books {
  // equal SKUs added up, in a fixed order: the gateway keeps the client's lines
  private static final String ITEMS =
      """
      (select string_agg(sku || '=' || quantity, ',' order by sku collate "C") from (
        select sku, sum(quantity) as quantity
        from jsonb_to_recordset(items) as line(sku text, quantity bigint) group by sku) as summed)
      """;

  static final String ORDERS =
      """
      select upstream_key, id::text as id, status, amount_cents, currency, transaction_id,
        due_at is not null or parked_reason is not null as open, %s as items,
        (select coalesce(sum(amount_cents), 0) from refund
          where order_id = orders.id and status = 'DONE') as refunded_cents
      from orders where ?::text[] is null or upstream_key = any(?)
      order by upstream_key collate "C"
      """
          .formatted(ITEMS);

  static final String RESERVATIONS =
      """
      select key, state, %s as items
      from reservation where ?::text[] is null or key = any(?) order by key collate "C"
      """
          .formatted(ITEMS);

  static final String CHARGES =
      """
      select key, state, amount_cents, currency, transaction_id, refunded_cents,
        (select coalesce(sum(amount_cents), 0) from refund where charge_key = charge.key) as refunds_cents,
        charged_cents - returned_cents as moved_cents, simulator_ledger.charge_key is not null as moved
      from charge left join simulator_ledger on charge_key = charge.key
      where ?::text[] is null or key = any(?) order by key collate "C"
      """;

  /** One statement sees one moment: this holds at any time, also under load. */
  static final String STOCK =
      """
      select sku, available, reserved, coalesce(held, 0) as held from stock left join (
        select line.sku, sum(line.quantity) as held
        from reservation, jsonb_to_recordset(items) as line(sku text, quantity bigint)
        where state = 'RESERVED' group by line.sku) as reservations using (sku)
      where (?::text[] is null or sku = any(?)) and (available < 0 or reserved <> coalesce(held, 0))
      """;

  private Books() {}

  /**
   * @param key that at least one of the three is at
   * @return what is wrong with it; empty for an order that is still being worked on
   */
  static List<Finding> compare(String key, Cursor order, Cursor reservation, Cursor charge)
      throws SQLException {
    var wrong = new ArrayList<String>();
    boolean ordered = order.isAt(key);
    if (ordered && order.is("open")) {
      return List.of();
    }
    boolean held = reservation.isAt(key) && reservation.text("state").equals("RESERVED");
    boolean charged = charge.isAt(key) && charge.text("state").equals("CHARGED");
    if (ordered && order.text("status").equals("CONFIRMED")) {
      if (!held) {
        wrong.add("is confirmed, and holds no stock");
      } else if (!reservation.text("items").equals(order.text("items"))) {
        wrong.add("holds " + reservation.text("items") + " of " + order.text("items"));
      }
      if (charged) {
        compareMoney(order, charge, wrong);
      } else {
        wrong.add("is confirmed, and not charged");
      }
    } else {
      String name = ordered ? "is " + order.text("status") : "belongs to no order";
      if (held) {
        wrong.add(name + ", and holds stock");
      }
      if (charged) {
        wrong.add(name + ", and is charged");
      }
    }
    if (charge.isAt(key)) {
      compareProvider(charge, charged, wrong);
    }
    String shown = ordered ? "order " + order.text("id") + ", key " + key : "key " + key;
    return wrong.stream().map(what -> new Finding(key, shown + " " + what)).toList();
  }

  private static void compareMoney(Cursor order, Cursor charge, List<String> wrong)
      throws SQLException {
    for (String column : List.of("amount_cents", "currency", "transaction_id", "refunded_cents")) {
      if (!Objects.equals(order.text(column), charge.text(column))) {
        wrong.add(
            "has %s %s, payments says %s"
                .formatted(column, order.text(column), charge.text(column)));
      }
    }
    if (charge.number("refunded_cents") != charge.number("refunds_cents")) {
      wrong.add("was refunded another sum than its refunds say");
    }
  }

  private static void compareProvider(Cursor charge, boolean charged, List<String> wrong)
      throws SQLException {
    long kept = charged ? charge.number("amount_cents") - charge.number("refunded_cents") : 0;
    if (charge.is("moved") && charge.number("moved_cents") != kept) {
      wrong.add(
          "has %d cents at the provider, payments says %d"
              .formatted(charge.number("moved_cents"), kept));
    }
  }
}
