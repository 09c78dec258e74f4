package orders.reconciler;

import static orders.reconciler.Rule.CHARGE_REFUNDS_SUM;
import static orders.reconciler.Rule.CHARGE_WITHOUT_ORDER;
import static orders.reconciler.Rule.CONFIRMED_WITHOUT_CHARGE;
import static orders.reconciler.Rule.CONFIRMED_WITHOUT_STOCK;
import static orders.reconciler.Rule.CONFIRMED_WITH_OTHER_ITEMS;
import static orders.reconciler.Rule.FAILED_WITH_CHARGE;
import static orders.reconciler.Rule.FAILED_WITH_STOCK;
import static orders.reconciler.Rule.ORDER_REFUNDS_SUM;
import static orders.reconciler.Rule.OTHER_AMOUNT;
import static orders.reconciler.Rule.OTHER_CURRENCY;
import static orders.reconciler.Rule.OTHER_REFUNDS;
import static orders.reconciler.Rule.OTHER_TRANSACTION;
import static orders.reconciler.Rule.PROVIDER_SUM;
import static orders.reconciler.Rule.PROVIDER_WITHOUT_CHARGE;
import static orders.reconciler.Rule.STOCK_SUM;
import static orders.reconciler.Rule.STOCK_WITHOUT_ORDER;
import static orders.reconciler.Writes.CONFIRMED;
import static orders.reconciler.Writes.SKU;
import static orders.reconciler.Writes.inventory;
import static orders.reconciler.Writes.orders;
import static orders.reconciler.Writes.payments;
import static orders.reconciler.Writes.refund;

import java.util.List;
import java.util.stream.Stream;

/**
 * What must be found: for each condition of each rule a row that breaks it, and nothing else.
 *
 * @param rule that is broken
 * @param key under which it is found
 * @param what is wrong
 * @param writes that make it so, in a system that holds one confirmed order of one unit
 */
record CorruptedRow(Rule rule, String key, String what, Writes writes) {
  private static final String ENDED = "ended";
  private static final String NOBODY = "nobody";

  static Stream<CorruptedRow> all() {
    return Stream.of(stock(), charges(), withoutOrder(), refunds(), provider(), sums())
        .flatMap(List::stream);
  }

  private static List<CorruptedRow> stock() {
    return List.of(
        confirmed(
            CONFIRMED_WITHOUT_STOCK,
            "reserved nothing",
            inventory("delete from reservation; update stock set reserved = 0")),
        confirmed(
            CONFIRMED_WITHOUT_STOCK, "was released", system -> system.release(CONFIRMED, SKU)),
        confirmed(
            CONFIRMED_WITHOUT_STOCK,
            "was refused",
            inventory("update reservation set state = 'REFUSED'; update stock set reserved = 0")),
        confirmed(
            CONFIRMED_WITH_OTHER_ITEMS,
            "holds two",
            inventory(
                """
                update reservation set items = '[{"sku": "SKU1", "quantity": 2}]';
                update stock set reserved = 2
                """)),
        confirmed(
            CONFIRMED_WITH_OTHER_ITEMS,
            "holds another SKU",
            inventory(
                """
                update reservation set items = '[{"sku": "SKU2", "quantity": 1}]';
                update stock set reserved = 0;
                insert into stock (sku, available, reserved) values ('SKU2', 0, 1)
                """)),
        confirmed(
            CONFIRMED_WITH_OTHER_ITEMS,
            "holds none",
            inventory("update reservation set items = '[]'; update stock set reserved = 0")),
        ended(FAILED_WITH_STOCK, "STOCK_FAILED", system -> system.reserve(ENDED, SKU)),
        ended(FAILED_WITH_STOCK, "PAYMENT_FAILED", system -> system.reserve(ENDED, SKU)),
        ended(FAILED_WITH_STOCK, "CANCELLED", system -> system.reserve(ENDED, SKU)));
  }

  private static List<CorruptedRow> charges() {
    String noMoneyMoved = "delete from simulator_ledger; update charge set transaction_id = null, ";
    return List.of(
        confirmed(
            CONFIRMED_WITHOUT_CHARGE,
            "is not charged",
            payments("delete from simulator_ledger; delete from charge")),
        confirmed(
            CONFIRMED_WITHOUT_CHARGE,
            "is being charged",
            payments(noMoneyMoved + "state = 'PENDING', due_at = now()")),
        confirmed(
            CONFIRMED_WITHOUT_CHARGE,
            "was declined",
            payments(noMoneyMoved + "state = 'DECLINED'")),
        confirmed(
            CONFIRMED_WITHOUT_CHARGE, "was voided", system -> system.giveMoneyBack(CONFIRMED)),
        confirmed(
            OTHER_AMOUNT,
            "a cent more",
            payments(
                "update charge set amount_cents = 501;"
                    + " update simulator_ledger set charged_cents = 501")),
        confirmed(OTHER_CURRENCY, "dollars", payments("update charge set currency = 'USD'")),
        confirmed(
            OTHER_TRANSACTION,
            "the provider's is another",
            payments("update charge set transaction_id = 'txn-x'")),
        ended(FAILED_WITH_CHARGE, "STOCK_FAILED", system -> system.charge(ENDED)),
        ended(FAILED_WITH_CHARGE, "PAYMENT_FAILED", system -> system.charge(ENDED)),
        ended(FAILED_WITH_CHARGE, "CANCELLED", system -> system.charge(ENDED)));
  }

  private static List<CorruptedRow> withoutOrder() {
    return List.of(
        new CorruptedRow(
            STOCK_WITHOUT_ORDER, NOBODY, "holds a unit", system -> system.reserve(NOBODY, SKU)),
        new CorruptedRow(
            CHARGE_WITHOUT_ORDER, NOBODY, "is charged", system -> system.charge(NOBODY)),
        new CorruptedRow(
            PROVIDER_WITHOUT_CHARGE,
            NOBODY,
            "paid the provider",
            payments(
                "insert into simulator_ledger (charge_key, charged_cents) values ('nobody', 1)")));
  }

  private static List<CorruptedRow> refunds() {
    Writes givenBack =
        payments(
            """
            insert into refund (key, charge_key, amount_cents) values ('r', 'confirmed', 7);
            update charge set refunded_cents = 7;
            update simulator_ledger set returned_cents = 7
            """);
    return List.of(
        confirmed(OTHER_REFUNDS, "payments alone gave back", givenBack),
        confirmed(
            OTHER_REFUNDS,
            "payments gave back what it had refused",
            refund("REFUSED").and(givenBack)),
        confirmed(
            OTHER_REFUNDS,
            "payments gave nothing back",
            refund("DONE").and(orders("update orders set refund_cents = 7"))),
        confirmed(ORDER_REFUNDS_SUM, "has no refund", orders("update orders set refund_cents = 7")),
        confirmed(
            ORDER_REFUNDS_SUM,
            "has a refund that was refused",
            refund("REFUSED").and(orders("update orders set refund_cents = 7"))),
        confirmed(
            ORDER_REFUNDS_SUM,
            "has a refund that is done beside the sum",
            refund("DONE").and(givenBack)),
        confirmed(
            ORDER_REFUNDS_SUM,
            "has an open refund beside the sum",
            refund("PENDING").and(orders("update orders set refunds_open = 1, due_at = now()"))),
        confirmed(
            ORDER_REFUNDS_SUM,
            "counts an open refund that is not there",
            orders("update orders set refunds_open = 1, due_at = now()")),
        confirmed(
            ORDER_REFUNDS_SUM,
            "counts a refund that is done as open",
            refund("DONE")
                .and(
                    orders(
                        "update orders set refund_cents = 7, refunds_open = 1, due_at = now()"))),
        confirmed(
            ORDER_REFUNDS_SUM,
            "does not count a refund that is open",
            refund("PENDING").and(orders("update orders set refund_cents = 7"))),
        confirmed(
            CHARGE_REFUNDS_SUM,
            "has a refund beside the sum",
            payments(
                "insert into refund (key, charge_key, amount_cents) values ('r', 'confirmed', 7)")),
        confirmed(
            CHARGE_REFUNDS_SUM,
            "has no refund",
            orders("update orders set due_at = now()")
                .and(
                    payments(
                        "update charge set refunded_cents = 7;"
                            + " update simulator_ledger set returned_cents = 7"))));
  }

  private static List<CorruptedRow> provider() {
    return List.of(
        confirmed(
            PROVIDER_SUM,
            "the provider alone gave back",
            payments("update simulator_ledger set returned_cents = 7")),
        confirmed(
            PROVIDER_SUM,
            "the provider took more",
            payments("update simulator_ledger set charged_cents = 501")),
        confirmed(
            PROVIDER_SUM,
            "the provider gave nothing back",
            orders("update orders set due_at = now()")
                .and(
                    payments(
                        """
                        insert into refund (key, charge_key, amount_cents)
                        values ('r', 'confirmed', 7);
                        update charge set refunded_cents = 7
                        """))),
        new CorruptedRow(
            PROVIDER_SUM,
            NOBODY,
            "the provider kept what was voided",
            payments(
                """
                insert into charge (key, state) values ('nobody', 'VOIDED');
                insert into simulator_ledger (charge_key, charged_cents) values ('nobody', 1)
                """)),
        new CorruptedRow(
            PROVIDER_SUM,
            NOBODY,
            "the provider took what it declined",
            payments(
                """
                insert into charge (key, state, amount_cents) values ('nobody', 'DECLINED', 1);
                insert into simulator_ledger (charge_key, charged_cents) values ('nobody', 1)
                """)));
  }

  private static List<CorruptedRow> sums() {
    return List.of(
        new CorruptedRow(
            STOCK_SUM, SKU, "fewer than are held", inventory("update stock set reserved = 0")),
        new CorruptedRow(
            STOCK_SUM, SKU, "more than are held", inventory("update stock set reserved = 2")),
        new CorruptedRow(
            STOCK_SUM,
            SKU,
            "those of a reservation that was released",
            system -> {
              system.reserve(NOBODY, SKU);
              inventory("update reservation set state = 'RELEASED' where key = 'nobody'")
                  .to(system);
            }),
        new CorruptedRow(
            STOCK_SUM,
            "SKU2",
            "of a SKU of which none are held",
            inventory("insert into stock (sku, available, reserved) values ('SKU2', 0, 1)")));
  }

  private static CorruptedRow confirmed(Rule rule, String what, Writes writes) {
    return new CorruptedRow(rule, CONFIRMED, what, writes);
  }

  private static CorruptedRow ended(Rule rule, String status, Writes writes) {
    Writes order =
        system -> {
          system.place(ENDED, SKU);
          system.end(ENDED, status);
        };
    return new CorruptedRow(rule, ENDED, status, order.and(writes));
  }

  @Override
  public String toString() {
    return rule + ": " + what;
  }
}
