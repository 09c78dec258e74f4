package orders.background;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import orders.context.RequestId;
import orders.database.DatabaseAway;
import org.jspecify.annotations.Nullable;

/**
 * Works off a to-do list: asks it at all times for what is due, and works on several entries at
 * once. Every instance of a service does this, without knowing of the others.
 *
 * <p>It cannot be lost. What is thrown, an {@code Error} too, ends nothing but the entry it is
 * about. The schedule itself never asks the database, so a claim that hangs does not stop it: after
 * a while it gives that claim up and asks anew, on another thread.
 *
 * @param <T> an entry of the list
 */
public final class BackgroundWorker<T> {
  private static final System.Logger LOG = System.getLogger(BackgroundWorker.class.getName());

  /** So many at once: a slow entry holds up one place, not the others. */
  private static final int CONCURRENT_MAX = 8;

  /** Claims that hang, and the one that does not: more of them would only pile up threads. */
  private static final int CLAIMS_MAX = 4;

  /**
   * @param poll from one claim to the next
   * @param lost a claim that takes longer is given up; longer than its wait for a connection (5 s)
   *     and the socket's limit (10 s) together
   * @param down without a claim that ended for so long, the service is not ready
   */
  record Pace(Duration poll, Duration lost, Duration down) {}

  private static final Pace USUAL =
      new Pace(Duration.ofMillis(500), Duration.ofSeconds(20), Duration.ofSeconds(30));

  private final String name;
  private final ToDoList<T> toDo;
  private final ScheduledExecutorService executor;
  private final Pace pace;
  private final Semaphore places = new Semaphore(CONCURRENT_MAX);
  private final AtomicInteger claims = new AtomicInteger();
  private volatile long lastPollNanos = System.nanoTime();
  private volatile boolean failing;
  private volatile boolean stopped;
  private @Nullable ScheduledFuture<?> schedule;
  // of the schedule's thread alone
  private @Nullable Future<?> polling;
  private long pollingSinceNanos;

  /**
   * @param name of the work, in the log
   * @param toDo what is due
   * @param executor the container's, whose threads know the application
   */
  public BackgroundWorker(String name, ToDoList<T> toDo, ScheduledExecutorService executor) {
    this(name, toDo, executor, USUAL);
  }

  BackgroundWorker(String name, ToDoList<T> toDo, ScheduledExecutorService executor, Pace pace) {
    this.name = name;
    this.toDo = toDo;
    this.executor = executor;
    this.pace = pace;
  }

  /** From now on, until {@link #stop}. */
  public void start() {
    lastPollNanos = System.nanoTime();
    long pollMs = pace.poll().toMillis();
    schedule = executor.scheduleWithFixedDelay(this::tick, pollMs, pollMs, TimeUnit.MILLISECONDS);
  }

  /** What is being worked on goes on to its end; nothing more is claimed. */
  public void stop() {
    stopped = true;
    if (schedule != null) {
      schedule.cancel(false);
    }
  }

  /**
   * @return how long ago the list was last asked and answered, or said that it cannot
   */
  public Duration sinceLastPoll() {
    return Duration.ofNanos(System.nanoTime() - lastPollNanos);
  }

  /**
   * @return false if the list was not asked for 30 s, though it should be twice a second, or every
   *     place was taken for so long: the service is not ready then
   */
  public boolean isPolling() {
    return sinceLastPoll().compareTo(pace.down()) < 0;
  }

  /** Asks nobody, so that it cannot hang; throws nothing, because that would end the schedule. */
  private void tick() {
    try {
      if (polling != null && !polling.isDone()) {
        if (System.nanoTime() - pollingSinceNanos < pace.lost().toNanos()) {
          return;
        }
        LOG.log(Level.WARNING, "{0}: a look at what is due hangs, and is given up", name);
        polling.cancel(true);
      }
      pollingSinceNanos = System.nanoTime();
      polling = executor.submit(this::poll);
    } catch (RejectedExecutionException stopping) {
      LOG.log(Level.DEBUG, "{0}: the server stops", name);
    } catch (Throwable unexpected) {
      complain(unexpected);
    }
  }

  private void poll() {
    boolean mayClaim = claims.incrementAndGet() <= CLAIMS_MAX;
    try {
      if (mayClaim) {
        claim(places.availablePermits()).forEach(this::begin);
      }
    } catch (Throwable unexpected) {
      complain(unexpected);
    } finally {
      claims.decrementAndGet();
    }
  }

  private void begin(T entry) {
    // no place: a claim that was given up came back after all; the entry's lease runs out
    if (!stopped && places.tryAcquire()) {
      try {
        executor.execute(() -> goOn(entry));
      } catch (RejectedExecutionException stopping) {
        places.release();
      }
    }
  }

  /** One after the other as long as there are any: a backlog does not wait for the next poll. */
  private void goOn(T first) {
    try {
      for (List<T> due = List.of(first); !due.isEmpty(); due = claim(1)) {
        T entry = due.get(0);
        Runnable end = RequestId.begin(toDo.name(entry));
        try {
          work(entry);
        } finally {
          end.run();
        }
      }
    } catch (Throwable unexpected) {
      complain(unexpected);
    } finally {
      places.release();
    }
  }

  private void work(T entry) {
    try {
      toDo.work(entry);
    } catch (Throwable thrown) {
      if (DatabaseAway.isCauseOf(thrown)) {
        // its lease runs out, and it is due again
        LOG.log(Level.WARNING, "{0}: the database is away: {1}", toDo.name(entry), thrown);
      } else {
        LOG.log(Level.ERROR, toDo.name(entry) + " failed unexpectedly", thrown);
        putOff(entry, thrown);
      }
    }
  }

  private void putOff(T entry, Throwable reason) {
    try {
      toDo.failed(entry, reason);
    } catch (RuntimeException again) {
      LOG.log(Level.WARNING, "{0} stays due: {1}", toDo.name(entry), again);
    }
  }

  private List<T> claim(int max) {
    if (max == 0 || stopped) {
      // not a look at the list: if every place is taken for long, nothing goes on any more
      return List.of();
    }
    try {
      List<T> due = toDo.claimDue(max);
      failing = false;
      return due;
    } catch (RuntimeException away) {
      complain(away);
      return List.of();
    } finally {
      lastPollNanos = System.nanoTime();
    }
  }

  /** Once, until it is well again: a database that is away for an hour fills no log. */
  private void complain(Throwable reason) {
    if (!failing) {
      failing = true;
      LOG.log(Level.WARNING, "{0}: what is due cannot be read: {1}", name, reason);
    }
  }
}
