package orders.system.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import orders.system.fixture.Http;
import orders.system.fixture.OrderJson;
import orders.system.fixture.RunningSystem;

/** Clients that order one unit each, and ask again under their key until they know. */
final class PatientClients implements AutoCloseable {

  /** As long as a stack may take from its stop to its next order, on a machine with other work. */
  static final Duration PATIENCE = Duration.ofMinutes(15);

  private final URI orders;
  private final String sku;
  private final Queue<String> confirmed = new ConcurrentLinkedQueue<>();
  private final Load load;

  /**
   * @param orders where they order
   * @param sku of which there is enough, and that nobody else orders
   */
  PatientClients(URI orders, String sku) {
    this.orders = orders;
    this.sku = sku;
    load = new Load(this::order);
  }

  private void order(int number) {
    Http.Answer answer = untilFinal("patient-" + sku + "-" + number);
    if (answer.status() != 200 && answer.status() != 201) {
      throw new AssertionError("a client was answered " + answer.status() + " " + answer.text());
    }
    confirmed.add(answer.json().getString("id"));
  }

  private Http.Answer untilFinal(String key) {
    String body = OrderJson.order(OrderJson.item(sku, 1), 100);
    return RunningSystem.waiting("a final answer to " + key, PATIENCE)
        // nobody is there
        .ignoreException(UncheckedIOException.class)
        .until(
            () -> Http.post(orders, body, "Idempotency-Key", key),
            Predicate.not(Http.Answer::asksToRetry));
  }

  /**
   * @return the orders that they were told are confirmed
   */
  List<String> confirmed() {
    return List.copyOf(confirmed);
  }

  /**
   * @param when for the message
   */
  void awaitMoreConfirmed(String when) {
    // those that were under way by then may have been confirmed before: one more is new
    int enough = confirmed.size() + Load.CLIENTS + 1;
    RunningSystem.await(
        "an order confirmed " + when,
        PATIENCE,
        () -> confirmed.size() >= enough || !load.failures().isEmpty());
    assertThat(load.failures()).as("failures of clients " + when).isEmpty();
  }

  /**
   * Waits until each of them knows.
   *
   * @return what they were told that is wrong, or that they were told nothing final
   */
  Queue<String> end() throws InterruptedException {
    return load.end();
  }

  @Override
  public void close() {
    load.close();
  }
}
