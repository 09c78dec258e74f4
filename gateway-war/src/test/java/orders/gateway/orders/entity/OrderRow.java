package orders.gateway.orders.entity;

import java.io.StringReader;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import orders.json.CachedJson;

/** An order's row without a database: here, because it writes the fields that only JPA writes. */
public final class OrderRow {
  private final Order order;
  private final List<String> timeline = new ArrayList<>();
  private boolean leased;
  private int refundsOpen;

  /**
   * @param order that is stored now
   * @param now its creation
   * @param lease of the request that brought it
   */
  public OrderRow(Order order, OffsetDateTime now, Duration lease) {
    this.order = copy(order);
    this.order.createdAt = now;
    this.order.since = now;
    this.order.dueAt = now.plus(lease);
    this.leased = true;
  }

  private static Order copy(Order from) {
    var to = new Order();
    to.id = from.id;
    to.caller = from.caller;
    to.idempotencyKey = from.idempotencyKey;
    to.upstreamKey = from.upstreamKey;
    to.fingerprint = from.fingerprint;
    to.items = from.items;
    to.amountCents = from.amountCents;
    to.currency = from.currency;
    to.status = from.status;
    to.transactionId = from.transactionId;
    to.version = from.version;
    to.holdsKey = from.holdsKey;
    to.attempts = from.attempts;
    to.failedAttempts = from.failedAttempts;
    to.dueAt = from.dueAt;
    to.parkedReason = from.parkedReason;
    to.since = from.since;
    to.createdAt = from.createdAt;
    to.refundCents = from.refundCents;
    return to;
  }

  /** As it is read: without a lease. */
  public Order read() {
    return copy(order);
  }

  public boolean isLeased() {
    return leased;
  }

  public int version() {
    return order.version;
  }

  public OffsetDateTime dueAt() {
    return order.dueAt;
  }

  public boolean isDue(OffsetDateTime now) {
    return order.dueAt != null && !order.dueAt.isAfter(now);
  }

  public boolean isParked() {
    return order.parkedReason != null;
  }

  public boolean holdsItsKey() {
    return order.idempotencyKey != null
        && (order.holdsKey || order.status == OrderStatus.CANCELLING);
  }

  /** Somebody has it for a lease; the attempt is counted. */
  public Order take(OffsetDateTime until) {
    order.dueAt = until;
    order.version++;
    order.attempts++;
    leased = true;
    return read();
  }

  public void endWait(OffsetDateTime now) {
    order.dueAt = now;
  }

  public void unpark() {
    order.parkedReason = null;
  }

  /** What {@code OrderChange} says, in the row. */
  public void write(OrderChange change, String steps, OffsetDateTime now) {
    if (change.status() != order.status) {
      order.since = now;
    }
    order.leased(new Lease(now, System.nanoTime(), Duration.ZERO));
    order.apply(change);
    order.dueAt = change.dueIn() == null ? null : now.plus(change.dueIn());
    leased = change.leased();
    addSteps(steps);
  }

  /** What was undone is to stay so. */
  public void keepKey(String by, OffsetDateTime now) {
    order.holdsKey = true;
    order.version++;
    addStep(order.status.name(), by, now);
  }

  /** A person takes it away from whoever has it. */
  public Order act(Intervention intervention, String by, OffsetDateTime now, OffsetDateTime until) {
    if (order.status != intervention.status()) {
      order.status = intervention.status();
      order.since = now;
    }
    order.holdsKey = order.holdsKey || intervention.forGood();
    order.dueAt = until;
    order.parkedReason = null;
    order.version++;
    order.attempts = 1;
    order.failedAttempts = 0;
    leased = until.isAfter(now);
    addStep(intervention.event(), by, now);
    return read();
  }

  /** A person settled it by hand. */
  public void resolve(OrderStatus end, String by, OffsetDateTime now) {
    addStep("RESOLVED", by, now);
    if (end != order.status) {
      order.status = end;
      order.since = now;
      addStep(end.name(), by, now);
    }
    order.dueAt = null;
    order.parkedReason = null;
    order.version++;
    refundsOpen = 0;
  }

  /** All parked orders are tried again. */
  public void retry(String by, OffsetDateTime now) {
    act(order.retry(), by, now, now);
    order.attempts = 0;
  }

  /** Puts a refund's cents aside, if they are left. */
  public boolean openRefund(Refund refund, OffsetDateTime now, OffsetDateTime until) {
    long cents = refund.amountCents();
    if (order.status != OrderStatus.CONFIRMED || cents > order.amountCents - order.refundCents) {
      return false;
    }
    order.refundCents += cents;
    order.version++;
    order.failedAttempts = 0;
    order.parkedReason = null;
    order.dueAt = order.dueAt == null ? until : order.dueAt;
    refundsOpen++;
    if (refund.askedBy() != null) {
      addStep("REFUND", refund.askedBy(), now);
    }
    return true;
  }

  public void closeRefund(long cents, boolean done, String steps) {
    refundsOpen--;
    order.refundCents -= done ? 0 : cents;
    if (refundsOpen == 0 && order.status == OrderStatus.CONFIRMED && !leased) {
      order.dueAt = null;
    }
    addSteps(steps);
  }

  private void addStep(String event, String detail, OffsetDateTime now) {
    var step = new Timeline(order.attempts);
    step.add(now, event, detail);
    addSteps(step.take());
  }

  private void addSteps(String steps) {
    if (timeline.size() >= 150) {
      timeline.subList(50, timeline.size() - 50).clear();
    }
    try (var reader = CachedJson.createReader(new StringReader(steps))) {
      reader.readArray().forEach(step -> timeline.add(step.toString()));
    }
  }

  public String timeline() {
    return "[" + String.join(",", timeline) + "]";
  }

  /** What is left to do, as {@code STATUS DONE}, {@code DUE}, {@code LEASED} or {@code PARKED}. */
  @Override
  public String toString() {
    String left =
        order.parkedReason != null
            ? "PARKED: " + order.parkedReason
            : order.dueAt == null ? "DONE" : leased ? "LEASED" : "DUE";
    return order.status + " " + left;
  }
}
