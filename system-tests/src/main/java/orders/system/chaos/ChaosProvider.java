package orders.system.chaos;

import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import orders.system.fixture.Http;

/** Makes the simulated provider slow, late and faulty while it runs. */
final class ChaosProvider {
  private final URI simulator;
  private String faults = faults(0, 0, 0);
  private boolean tombstones = true;

  ChaosProvider(URI payments) {
    simulator = payments.resolve("/simulator");
  }

  /** What it does from now on, until payments is started again; then see {@link #apply}. */
  private static String faults(long latencyMs, double early, double late) {
    return "\"latency_ms\": %d, \"error_rate\": %s, \"late_error_rate\": %s, \"timeout_rate\": 0, \"timeout_ms\": 0"
        .formatted(latencyMs, early, late);
  }

  /** Every call takes longer. */
  void slow(long latencyMs) {
    change(faults(latencyMs, 0, 0));
  }

  /** Of all calls so many fail before the money moved, and so many after it. */
  void err(double early, double late) {
    change(faults(0, early, late));
  }

  /** The money moves, and no call is answered for so long. */
  void silent(long millis) {
    change(
        "\"latency_ms\": 0, \"error_rate\": 0, \"late_error_rate\": 0, \"timeout_rate\": 1, \"timeout_ms\": "
            + millis);
  }

  void well() {
    change(faults(0, 0, 0));
  }

  /** Whether it can be told not to remember what was voided before it was charged. */
  boolean mayForgetVoids() {
    return Http.get(simulator).json().containsKey("tombstones");
  }

  /** Whether a charge is refused after its void, from now on. */
  void tombstones(boolean kept) {
    tombstones = kept;
    apply();
  }

  private void change(String next) {
    faults = next;
    apply();
  }

  /** A payments that was started again has forgotten it. */
  void apply() {
    try {
      String body = tombstones ? faults : faults + ", \"tombstones\": false";
      Http.Answer answer = Http.put(simulator, "{" + body + "}");
      if (answer.status() != 200) {
        throw new AssertionError("the simulator answered " + answer.status() + answer.text());
      }
    } catch (UncheckedIOException away) {
      // it starts without faults
    }
  }

  /**
   * The faults of a provider, whose calls the gateways' own deadlines do not end.
   *
   * @param lateTimes how often it is to be slow and well again
   */
  List<ChaosStrike> strikes(ChaosSystem system, ChaosClients clients, int lateTimes) {
    return List.of(
        new ChaosStrike("provider errs before and after the money moved", false, this::breakIt),
        new ChaosStrike(
            "provider slower than an attempt", false, () -> slowerThanAnAttempt(system, clients)),
        new ChaosStrike(
            "provider moves the money after all have left",
            true,
            () -> late(system, clients, lateTimes)),
        new ChaosStrike(
            "charges after their void at a provider that errs",
            false,
            () -> chargesAfterTheirVoid(system, clients)));
  }

  private long breakIt() {
    err(0.3, 0.3);
    ChaosStrike.sleep(5000);
    well();
    return 1;
  }

  /** Each attempt ends before the provider answers; payments knows the answer soon after. */
  private long slowerThanAnAttempt(ChaosSystem system, ChaosClients clients) {
    slow(2500);
    ChaosStrike.sleep(4000);
    clients.requireConfirmed("while the provider takes 2.5 s", system.tally);
    well();
    return 1;
  }

  /** Slow, and well again before what is slow has ended: the undo overtakes what it undoes. */
  private long late(ChaosSystem system, ChaosClients clients, int times) throws SQLException {
    long cancelled = 0;
    for (int i = 0; i < times; i++) {
      slow(9000);
      ChaosStrike.sleep(1500);
      well();
      cancelled += cancelWhatIsOpen(system, clients);
      ChaosStrike.sleep(10_000);
    }
    return cancelled;
  }

  /** The charge is slow on its way, and comes when all is undone. */
  private long chargesAfterTheirVoid(ChaosSystem system, ChaosClients clients) throws SQLException {
    system.payments.values().forEach(proxy -> proxy.delayCharges(true));
    ChaosStrike.sleep(1500);
    system.payments.values().forEach(proxy -> proxy.delayCharges(false));
    long cancelled = cancelWhatIsOpen(system, clients);
    ChaosStrike.sleep(2500);
    err(0, 1);
    ChaosStrike.sleep(5000);
    well();
    return cancelled;
  }

  /**
   * @return how many orders were being placed just then
   */
  private static long cancelWhatIsOpen(ChaosSystem system, ChaosClients clients)
      throws SQLException {
    List<String> ids = new ArrayList<>();
    try (var connection = system.running.connect("orders");
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select id from orders where status = 'PENDING'")) {
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
    }
    clients.cancel(ids);
    return ids.size();
  }
}
