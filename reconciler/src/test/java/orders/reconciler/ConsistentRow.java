package orders.reconciler;

import static orders.reconciler.Writes.CONFIRMED;
import static orders.reconciler.Writes.SKU;
import static orders.reconciler.Writes.inventory;
import static orders.reconciler.Writes.orders;
import static orders.reconciler.Writes.payments;
import static orders.reconciler.Writes.refund;

import java.util.stream.Stream;

/**
 * What must not be found: it is open, or undone, or the same in other words.
 *
 * @param what it is
 * @param writes that make it so
 */
record ConsistentRow(String what, Writes writes) {
  private static final String DUE = "update orders set due_at = now()";

  static Stream<ConsistentRow> all() {
    return Stream.of(
        row("a due order", orders(DUE).and(system -> system.release(CONFIRMED, SKU))),
        row(
            "a parked order",
            orders("update orders set parked_reason = 'a person'")
                .and(system -> system.giveMoneyBack(CONFIRMED))),
        row(
            "a reservation that was released before it came",
            inventory("insert into reservation (key, state) values ('nobody', 'RELEASED')")),
        row(
            "a reservation that was refused",
            inventory(
                """
                insert into reservation (key, state, items, fingerprint)
                values ('nobody', 'REFUSED', '[{"sku": "SKU1", "quantity": 1}]', 'f')
                """)),
        row(
            "a charge that was voided before it came",
            payments(
                """
                insert into charge (key, state) values ('nobody', 'VOIDED');
                insert into simulator_ledger (charge_key, charged_cents) values ('nobody', 0)
                """)),
        row(
            "a charge that was declined",
            payments(
                "insert into charge (key, state, amount_cents) values ('nobody', 'DECLINED', 1)")),
        row(
            "a void that only the provider knows",
            payments(
                "insert into simulator_ledger (charge_key, charged_cents) values ('nobody', 0)")),
        row(
            "a charge of which the provider keeps no books",
            payments("delete from simulator_ledger")),
        row(
            "a void that the provider was not asked for yet",
            payments(
                """
                insert into charge (key, state, amount_cents, refunded_cents, due_at)
                values ('nobody', 'VOIDED', 1, 1, now());
                insert into simulator_ledger (charge_key, charged_cents) values ('nobody', 1)
                """)),
        row("a refund that was refused", refund("REFUSED")),
        row(
            "a refund that the provider was not asked for yet",
            refund("PENDING")
                .and(orders(DUE + ", refund_cents = 7, refunds_open = 1"))
                .and(
                    payments(
                        """
                        insert into refund (key, charge_key, amount_cents, due_at)
                        values ('r', 'confirmed', 7, now());
                        update charge set refunded_cents = 7
                        """))),
        row(
            "the same items on other lines",
            orders(
                    """
                    update orders set items = '[{"sku": "SKU2", "quantity": 1},
                      {"sku": "SKU1", "quantity": 1}, {"sku": "SKU2", "quantity": 1}]'
                    """)
                .and(
                    inventory(
                        """
                        update reservation set items =
                          '[{"sku": "SKU1", "quantity": 1}, {"sku": "SKU2", "quantity": 2}]';
                        insert into stock (sku, available, reserved) values ('SKU2', 0, 2)
                        """))));
  }

  private static ConsistentRow row(String what, Writes writes) {
    return new ConsistentRow(what, writes);
  }

  @Override
  public String toString() {
    return what;
  }
}
