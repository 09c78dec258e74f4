package orders.system.containers;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Clients that do the same again and again, with a pause between, until they are to end. */
final class Load implements AutoCloseable {
  static final int CLIENTS = 8;

  private static final Duration PAUSE = Duration.ofMillis(500);

  /** As long as a client waits for a final answer, and some more. */
  private static final Duration END_MAX = PatientClients.PATIENCE.plusMinutes(2);

  private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
  private final CountDownLatch ending = new CountDownLatch(1);
  private final AtomicInteger next = new AtomicInteger();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();

  /**
   * @param act of one client, with its number, which no other one has
   */
  Load(IntConsumer act) {
    for (int client = 0; client < CLIENTS; client++) {
      // not all at the same moment
      long first = client * PAUSE.toMillis() / CLIENTS;
      threads.execute(() -> again(first, act));
    }
  }

  private void again(long firstPauseMs, IntConsumer act) {
    try {
      long pauseMs = firstPauseMs;
      while (!ending.await(pauseMs, TimeUnit.MILLISECONDS)) {
        once(act);
        pauseMs = PAUSE.toMillis();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void once(IntConsumer act) {
    try {
      act.accept(next.getAndIncrement());
    } catch (RuntimeException | AssertionError e) {
      // and the client goes on
      failures.add(e.toString());
    }
  }

  /**
   * @return what went wrong until now
   */
  Queue<String> failures() {
    return failures;
  }

  /**
   * Lets nobody begin anew, and waits until those who have begun are done.
   *
   * @return what went wrong
   */
  Queue<String> end() throws InterruptedException {
    ending.countDown();
    threads.shutdown();
    if (!threads.awaitTermination(END_MAX.toMinutes(), TimeUnit.MINUTES)) {
      failures.add("clients still wait");
    }
    return failures;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
