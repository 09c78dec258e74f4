package orders.reconciler;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is read from each database, and what must hold of one order's rows in all three. */
final class ReconciliationRules {
  // equal SKUs added up, in a fixed order: the gateway keeps the client's lines
  private static final String ITEMS =
      """
      (select string_agg(sku || '=' || quantity, ',' order by sku collate "C") from (
        select sku, sum(quantity) as quantity
        from jsonb_to_recordset(items) as line(sku text, quantity bigint) group by sku) as summed)
      """;

  static final String ORDERS =
      """
      select upstream_key, orders.id::text as id, status, amount_cents, currency, transaction_id,
        due_at is not null or parked_reason is not null as open, %s as items,
        refunded_cents, refund_cents <> kept_cents or refunds_open <> pending as refunds_differ,
        refund_cents, kept_cents, refunds_open, pending
      from orders cross join lateral (
        select count(*) filter (where refund.status = 'PENDING') as pending,
          coalesce(sum(refund.amount_cents) filter (where refund.status = 'DONE'), 0) as refunded_cents,
          coalesce(sum(refund.amount_cents) filter (where refund.status <> 'REFUSED'), 0) as kept_cents
        from refund where order_id = orders.id) as refunds
      where ?::text[] is null or upstream_key = any(?)
      order by upstream_key collate "C"
      """
          .formatted(ITEMS);

  static final String RESERVATIONS =
      """
      select key, state, %s as items
      from reservation where ?::text[] is null or key = any(?) order by key collate "C"
      """
          .formatted(ITEMS);

  // what the provider did for a charge or refund that is still open is not known yet
  static final String CHARGES =
      """
      select coalesce(charge.key, moved.charge_key) as key, state, amount_cents, currency,
        transaction_id, refunded_cents, coalesce(refunds, 0) as refunds,
        coalesce(refunds_cents, 0) as refunds_cents,
        charge.due_at is not null or coalesce(refunds_open, false) as open,
        moved.charge_key is not null as moved, charged_cents, charged_cents - returned_cents as moved_cents
      from (select * from charge where ?::text[] is null or key = any(?)) as charge
      left join (
        select charge_key, count(*) as refunds, sum(amount_cents) as refunds_cents,
          bool_or(due_at is not null) as refunds_open
        from refund where ?::text[] is null or charge_key = any(?) group by charge_key
      ) as refunded on refunded.charge_key = charge.key
      full join (
        select * from simulator_ledger where ?::text[] is null or charge_key = any(?)
      ) as moved on moved.charge_key = charge.key
      order by coalesce(charge.key, moved.charge_key) collate "C"
      """;

  /** One statement sees one moment: what differs here is wrong, also under load, at once. */
  static final String STOCK =
      """
      select sku, available, coalesce(reserved, 0) as reserved, coalesce(held, 0) as held
      from stock full join (
        select line.sku, sum(line.quantity) as held
        from reservation, jsonb_to_recordset(items) as line(sku text, quantity bigint)
        where state = 'RESERVED' group by line.sku) as reservations using (sku)
      where coalesce(reserved, 0) <> coalesce(held, 0)
      order by sku collate "C"
      """;

  private final String key;
  private final String shown;
  private final Cursor order;
  private final Cursor reservation;
  private final Cursor charge;
  private final List<Finding> wrong = new ArrayList<>();

  private ReconciliationRules(String key, Cursor order, Cursor reservation, Cursor charge)
      throws SQLException {
    this.key = key;
    this.order = order;
    this.reservation = reservation;
    this.charge = charge;
    shown = order.isAt(key) ? "order " + order.text("id") + ", key " + key : "key " + key;
  }

  /**
   * @param key that at least one of the three is at
   * @return what is wrong with it; an order that is still being worked on may differ from the other
   *     two, and a charge from the provider
   */
  static List<Finding> compare(String key, Cursor order, Cursor reservation, Cursor charge)
      throws SQLException {
    var rules = new ReconciliationRules(key, order, reservation, charge);
    rules.compareOrder();
    rules.compareCharge();
    return rules.wrong;
  }

  private void add(Rule rule, String what, @Nullable Object... values) {
    wrong.add(new Finding(rule, key, shown + " " + what.formatted(values)));
  }

  private void compareOrder() throws SQLException {
    boolean held = reservation.isAt(key) && "RESERVED".equals(reservation.text("state"));
    boolean charged = charge.isAt(key) && "CHARGED".equals(charge.text("state"));
    if (!order.isAt(key)) {
      if (held) {
        add(Rule.STOCK_WITHOUT_ORDER, "belongs to no order, and holds stock");
      }
      if (charged) {
        add(Rule.CHARGE_WITHOUT_ORDER, "belongs to no order, and is charged");
      }
      return;
    }
    if (order.is("refunds_differ")) {
      add(
          Rule.ORDER_REFUNDS_SUM,
          "says %d cents and %d open refunds, its refunds say %d and %d",
          order.number("refund_cents"),
          order.number("refunds_open"),
          order.number("kept_cents"),
          order.number("pending"));
    }
    if (order.is("open")) {
      return;
    }
    String status = order.text("status");
    if ("CONFIRMED".equals(status)) {
      compareConfirmed(held, charged);
      return;
    }
    if (held) {
      add(Rule.FAILED_WITH_STOCK, "is %s, and holds stock", status);
    }
    if (charged) {
      add(Rule.FAILED_WITH_CHARGE, "is %s, and is charged", status);
    }
  }

  private void compareConfirmed(boolean held, boolean charged) throws SQLException {
    if (!held) {
      add(Rule.CONFIRMED_WITHOUT_STOCK, "is confirmed, and holds no stock");
    } else if (!Objects.equals(reservation.text("items"), order.text("items"))) {
      add(
          Rule.CONFIRMED_WITH_OTHER_ITEMS,
          "holds %s of %s",
          reservation.text("items"),
          order.text("items"));
    }
    if (charged) {
      compareColumn(Rule.OTHER_AMOUNT, "amount_cents");
      compareColumn(Rule.OTHER_CURRENCY, "currency");
      compareColumn(Rule.OTHER_TRANSACTION, "transaction_id");
      compareColumn(Rule.OTHER_REFUNDS, "refunded_cents");
    } else {
      add(Rule.CONFIRMED_WITHOUT_CHARGE, "is confirmed, and not charged");
    }
  }

  private void compareColumn(Rule rule, String column) throws SQLException {
    if (!Objects.equals(order.text(column), charge.text(column))) {
      add(rule, "has %s %s, payments says %s", column, order.text(column), charge.text(column));
    }
  }

  private void compareCharge() throws SQLException {
    if (!charge.isAt(key)) {
      return;
    }
    String state = charge.text("state");
    if (state == null) {
      if (charge.number("charged_cents") > 0) {
        add(
            Rule.PROVIDER_WITHOUT_CHARGE,
            "was charged %d cents by the provider, payments knows no charge",
            charge.number("charged_cents"));
      }
      return;
    }
    boolean charged = state.equals("CHARGED");
    if (charged && charge.number("refunded_cents") != charge.number("refunds_cents")) {
      add(
          Rule.CHARGE_REFUNDS_SUM,
          "was refunded %d cents, its refunds say %d",
          charge.number("refunded_cents"),
          charge.number("refunds_cents"));
    }
    long kept = charged ? charge.number("amount_cents") - charge.number("refunded_cents") : 0;
    if (charge.is("moved") && !charge.is("open") && charge.number("moved_cents") != kept) {
      add(
          Rule.PROVIDER_SUM,
          "has %d cents at the provider, payments says %d",
          charge.number("moved_cents"),
          kept);
    }
  }
}
