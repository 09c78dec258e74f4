package orders.system.chaos;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import orders.reconciler.Finding;
import orders.reconciler.Reconciler;
import orders.system.fixture.RunningSystem;

/** What must hold when the faults are over: of the databases, the money, and what clients heard. */
final class ChaosChecks {
  private static final String OPEN_ORDERS =
      "select count(*) from orders where due_at is not null or parked_reason is not null";
  private static final String OPEN_AT_PAYMENTS =
      "select (select count(*) from charge where due_at is not null)"
          + " + (select count(*) from refund where due_at is not null)";

  private final ChaosSystem system;
  private final RunningSystem running;
  private final ChaosTally tally;
  private final ChaosClients clients;
  private final ChaosBooks books;
  private final Map<String, Long> statuses = new TreeMap<>();
  private List<String> reconciled = List.of();

  ChaosChecks(ChaosSystem system, ChaosClients clients, ChaosBooks books) {
    this.system = system;
    this.running = system.running;
    this.tally = system.tally;
    this.clients = clients;
    this.books = books;
  }

  /** Whether nothing is left to do, and every cent is where it belongs. */
  boolean isQuiet() throws SQLException {
    return running.number("orders", OPEN_ORDERS) == 0
        && running.number("payments", OPEN_AT_PAYMENTS) == 0
        && books.differences().isEmpty();
  }

  /**
   * @param isPartial whether only some faults were had, so that not all trouble must have been had
   */
  void all(boolean isPartial) throws Exception {
    clients.replayAll();
    clients.broken.stream().distinct().forEach(tally::fail);
    reconcile();
    books.differences().forEach(tally::fail);
    long open = running.number("payments", OPEN_AT_PAYMENTS);
    if (open > 0) {
      tally.fail(open + " charges and refunds are open at payments");
    }
    for (String status :
        List.of("CONFIRMED", "STOCK_FAILED", "PAYMENT_FAILED", "CANCELLED", "PENDING")) {
      statuses.put(
          status,
          running.number("orders", "select count(*) from orders where status = '" + status + "'"));
    }
    checkStock();
    checkConfirmed();
    checkToldWhere();
    countTrouble(isPartial);
  }

  private void reconcile() throws SQLException, InterruptedException {
    try (var orders = running.connect("orders");
        var inventory = running.connect("inventory");
        var payments = running.connect("payments")) {
      var reconciler = new Reconciler(orders, inventory, payments);
      List<Finding> findings = reconciler.findings(Duration.ofSeconds(3));
      findings.forEach(finding -> tally.fail(finding.toString()));
      reconciled = reconciler.report();
    }
  }

  private void checkStock() {
    long wrong =
        running.number(
            "inventory",
            "select count(*) from stock where sku like 'CHAOS-%' and sku <> '"
                + ChaosClients.SCARCE
                + "' and available + reserved <> "
                + ChaosClients.STOCK);
    if (wrong > 0) {
      tally.fail(wrong + " SKUs have lost or won units");
    }
  }

  private void checkConfirmed() throws SQLException {
    Object[] ids = clients.confirmed.stream().distinct().map(UUID::fromString).toArray();
    long kept = count("uuid", ids, "id = any(?) and transaction_id is not null");
    if (kept != ids.length) {
      tally.fail(ids.length - kept + " orders that clients saw confirmed are lost");
    }
  }

  /** Who was told 503, and not of an order, may buy again: there must be none. */
  private void checkToldWhere() throws SQLException {
    Object[] amounts = clients.notToldWhere.toArray();
    long bought = count("bigint", amounts, "amount_cents = any(?) and status = 'CONFIRMED'");
    if (bought > 0) {
      tally.fail(
          "%d of %d orders whose clients had no key and were not told of an order were confirmed"
              .formatted(bought, amounts.length));
    }
  }

  private long count(String type, Object[] values, String which) throws SQLException {
    try (var connection = running.connect("orders");
        var select = connection.prepareStatement("select count(*) from orders where " + which)) {
      select.setArray(1, connection.createArrayOf(type, values));
      try (var rows = select.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  /** Each kind of trouble must really have been had; in a run of some strikes alone, only these. */
  private void countTrouble(boolean isPartial) {
    if (isPartial) {
      tally.close();
    }
    note("taken over", "select count(*) from orders where attempts > 1");
    note(
        "undone in the background",
        "select count(*) from orders where status = 'CANCELLED' and attempts > 1");
    note(
        "met an open breaker",
        "select count(*) from orders where timeline::text like '%circuit breaker open%'");
    tally.struck("replayed", clients.count("replayed"));
    tally.struck("cancelled while open", clients.count("409 ORDER_CANCELLED"));
    tally.struck(
        "late calls refused by a tombstone",
        ChaosSystem.count("/charge 409", system.payments.values())
            + ChaosSystem.count("/reserve 409", system.inventory.values()));
    for (ChaosProxy.Fault fault : ChaosProxy.Fault.values()) {
      tally.struck("network " + fault, ChaosSystem.count(fault.name(), system.proxies()));
    }
    for (ChaosForeignAnswer foreign : ChaosForeignAnswer.values()) {
      tally.struck("foreign " + foreign, ChaosSystem.count("foreign " + foreign, system.proxies()));
    }
    if (!isPartial) {
      tally.close();
    }
  }

  private void note(String what, String sql) {
    tally.struck(what, running.number("orders", sql));
  }

  @Override
  public String toString() {
    return "  orders: %s%n  reconciler: %s%n".formatted(statuses, String.join("; ", reconciled));
  }
}
