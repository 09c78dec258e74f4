package orders.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import orders.background.BackgroundWorker.Pace;
import orders.context.RequestId;
import orders.database.DatabaseException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackgroundWorkerTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(20);

  private final Ticking executor = new Ticking();
  private final CountDownLatch testIsOver = new CountDownLatch(1);
  private final ListInMemory list = new ListInMemory();
  private BackgroundWorker<String> worker;

  /** What is due; a look at it, and the work on an entry, do what the test says. */
  private static final class ListInMemory implements ToDoList<String> {
    private final LinkedBlockingQueue<String> due = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> done = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> failed = new LinkedBlockingQueue<>();
    private final AtomicInteger looks = new AtomicInteger();
    private volatile Step look = any -> {};
    private volatile Step step = any -> {};

    private interface Step {
      void run(String about);
    }

    @Override
    public List<String> claimDue(int max) {
      looks.incrementAndGet();
      look.run("");
      var claimed = new ArrayList<String>();
      due.drainTo(claimed, max);
      return claimed;
    }

    @Override
    public void work(String entry) {
      step.run(entry);
      done.add(entry);
    }

    @Override
    public void failed(String entry, Throwable reason) {
      failed.add(entry + " " + reason.getMessage());
    }

    @Override
    public String name(String entry) {
      return "entry-" + entry;
    }
  }

  /** Counts how often the worker's schedule has run. */
  private static final class Ticking extends ScheduledThreadPoolExecutor {
    private final AtomicInteger ticks = new AtomicInteger();
    private volatile Runnable tick;
    private volatile Future<?> schedule;

    Ticking() {
      super(20);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(
        Runnable command, long initialDelay, long delay, TimeUnit unit) {
      tick = command;
      Runnable counted =
          () -> {
            command.run();
            ticks.incrementAndGet();
          };
      var scheduled = super.scheduleWithFixedDelay(counted, initialDelay, delay, unit);
      schedule = scheduled;
      return scheduled;
    }
  }

  private void start(Duration lost, Duration down) {
    worker = new BackgroundWorker<>("test", list, executor, new Pace(SHORT, lost, down));
    worker.start();
  }

  @AfterEach
  void stop() {
    worker.stop();
    testIsOver.countDown();
    executor.shutdownNow();
  }

  private static void await(BooleanSupplier condition) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(30))
        .until(condition::getAsBoolean);
  }

  private void untilTheTestIsOver() {
    boolean interrupted = false;
    while (true) {
      try {
        // as a socket does, it takes no notice of an interrupt
        testIsOver.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void what_is_due_is_worked_off_under_its_name() throws Exception {
    var ids = new LinkedBlockingQueue<String>();
    list.step = entry -> ids.add(RequestId.current());
    start(LONG, LONG);

    list.due.addAll(List.of("a", "b", "c"));

    await(() -> list.done.size() == 3);
    assertThat(ids).containsExactlyInAnyOrder("entry-a", "entry-b", "entry-c");
  }

  @Test
  void a_slow_entry_does_not_hold_up_the_others() throws Exception {
    list.step =
        entry -> {
          if (entry.equals("slow")) {
            untilTheTestIsOver();
          }
        };
    start(LONG, LONG);

    list.due.add("slow");
    for (int i = 0; i < 50; i++) {
      list.due.add("" + i);
    }

    await(() -> list.done.size() == 50);
  }

  @Test
  void no_more_than_eight_are_worked_on_at_once_and_if_all_of_them_hang_that_is_told()
      throws Exception {
    var running = new AtomicInteger();
    list.step =
        entry -> {
          running.incrementAndGet();
          untilTheTestIsOver();
        };
    for (int i = 0; i < 20; i++) {
      list.due.add("" + i);
    }
    start(LONG, Duration.ofMillis(500));
    await(() -> running.get() == 8);

    // nothing goes on any more: the service is not ready
    await(() -> !worker.isPolling());

    assertThat(running).hasValue(8);
    assertThat(list.due).hasSize(12);
  }

  @Test
  void whatever_a_look_at_the_list_throws_there_is_a_next_one() throws Exception {
    list.look =
        any -> {
          switch (list.looks.get() % 3) {
            case 0 -> throw new DatabaseException(new SQLException("away"));
            case 1 -> throw new IllegalStateException("unexpected");
            default -> throw new StackOverflowError("as deep as it goes");
          }
        };
    start(LONG, LONG);
    await(() -> list.looks.get() > 6);

    list.look = any -> {};
    list.due.add("a");

    await(() -> list.done.contains("a"));
  }

  @Test
  void whatever_work_throws_the_next_entry_is_worked_on_and_this_one_put_off() throws Exception {
    list.step =
        entry -> {
          switch (entry) {
            case "away" -> throw new DatabaseException(new SQLException("away", "08006"));
            case "away, by JPA" ->
                throw new IllegalStateException(new SQLException("read-only", "25006"));
            case "bad" -> throw new IllegalStateException("unexpected");
            case "worse" -> throw new StackOverflowError("as deep as it goes");
            default -> {}
          }
        };
    for (int i = 0; i < 10; i++) {
      list.due.addAll(List.of("away", "away, by JPA", "bad", "worse"));
    }
    list.due.add("good");
    start(LONG, LONG);

    await(() -> list.done.contains("good") && list.failed.size() == 20);

    // an entry that only met a database that is away is tried again soon
    assertThat(list.failed).containsOnly("bad unexpected", "worse as deep as it goes");
  }

  @Test
  void a_look_that_hangs_does_not_end_it() throws Exception {
    list.look =
        any -> {
          if (list.looks.get() == 1) {
            untilTheTestIsOver();
          }
        };
    start(SHORT, LONG);

    list.due.add("a");

    await(() -> list.done.contains("a"));
  }

  @Test
  void it_is_not_ready_while_every_look_hangs_and_ready_again_after() throws Exception {
    var free = new CountDownLatch(1);
    list.look =
        any -> {
          try {
            free.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
          }
        };
    start(LONG, Duration.ofMillis(100));
    await(() -> !worker.isPolling());

    free.countDown();

    await(() -> worker.isPolling());
  }

  @Test
  void looks_that_hang_do_not_pile_up() throws Exception {
    list.look = any -> untilTheTestIsOver();
    start(SHORT, SHORT);
    await(() -> list.looks.get() == 4);

    int ticks = executor.ticks.get();
    await(() -> executor.ticks.get() > ticks + 10);

    assertThat(list.looks).hasValue(4);
    assertThat(worker.isPolling()).isFalse();
  }

  @Test
  void nothing_is_claimed_after_the_stop() throws Exception {
    executor.setCorePoolSize(1);
    start(LONG, LONG);
    await(() -> list.looks.get() > 0);

    // on the only thread, so that no look is under way
    Runnable stop =
        () -> {
          worker.stop();
          list.due.add("a");
        };
    executor.submit(stop).get();
    // as if it had begun just before; then what it begins, and what that begins
    executor.submit(executor.tick).get();
    for (int i = 0; i < 2; i++) {
      executor.submit(() -> {}).get();
    }

    assertThat(executor.schedule).isCancelled();
    assertThat(list.due).containsExactly("a");
    assertThat(list.done).isEmpty();
  }
}
