package orders.system;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Clients as a shop has them: they send a key, retry until they are told something final, send
 * twice now and then, cancel and refund; and they write down everything that they were told.
 */
final class ChaosClients {
  static final int SKUS = 8;
  static final long STOCK = 1_000_000;
  static final String SCARCE = "CHAOS-SCARCE";

  /** Answers by status and detail. */
  final Map<String, LongAdder> answers = new ConcurrentSkipListMap<>();

  /** The first final answer to each key. */
  final Map<String, String> finals = new ConcurrentHashMap<>();

  /** The orders that clients were told are confirmed: nothing may lose them. */
  final Queue<String> confirmed = new ConcurrentLinkedQueue<>();

  /** What must not happen, as it was seen. */
  final Queue<String> broken = new ConcurrentLinkedQueue<>();

  final AtomicInteger done = new AtomicInteger();
  private final Map<String, String> bodies = new ConcurrentHashMap<>();
  private final List<URI> gateways;
  private final long seed;
  private final int count;
  private volatile boolean stopping;
  private final ExecutorService threads = Executors.newFixedThreadPool(16);

  ChaosClients(List<URI> gateways, long seed, int count) {
    this.gateways = gateways;
    this.seed = seed;
    this.count = count;
  }

  /** Lets them begin, spread evenly over that time, and go on at that rate until {@link #stop}. */
  void start(long millis) {
    long begin = System.nanoTime();
    var next = new AtomicInteger();
    for (int client = 0; client < 16; client++) {
      threads.execute(
          () -> {
            for (int i = next.getAndIncrement();
                i < count || !stopping;
                i = next.getAndIncrement()) {
              long at = TimeUnit.MILLISECONDS.toNanos(millis) * i / count;
              pause(TimeUnit.NANOSECONDS.toMillis(begin + at - System.nanoTime()));
              order(i, new Random(seed * 1_000_003 + i));
              done.incrementAndGet();
            }
          });
    }
  }

  /** No more orders than were asked for, or than there are by now. */
  void stop() {
    stopping = true;
  }

  /** Waits until every one has had a final answer. */
  boolean awaitEnd(long seconds) {
    threads.shutdown();
    try {
      return threads.awaitTermination(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Sends every key once more; whoever is asked, the answer must be the one it had. */
  void replayAll() throws Exception {
    var replays = new ArrayList<java.util.concurrent.Callable<Void>>();
    bodies.forEach(
        (key, body) ->
            replays.add(
                () -> {
                  for (URI gateway : gateways) {
                    note(key, send(gateway, "/api/orders/", body, key));
                  }
                  return null;
                }));
    var pool = Executors.newFixedThreadPool(8);
    for (var replay : pool.invokeAll(replays)) {
      replay.get();
    }
    pool.shutdown();
  }

  private void order(int number, Random random) {
    String body = body(random);
    if (random.nextInt(10) == 0) {
      // no key: sent once, and whatever the answer is, the system has to clean up by itself
      Http.Answer answer = send(gateway(random), "/api/orders/", body, null);
      if (answer != null && answer.status() == 201) {
        confirmed.add(answer.json().getString("id"));
      }
      return;
    }
    String key = "chaos-" + seed + "-" + number;
    bodies.put(key, body);
    if (random.nextInt(6) == 0) {
      // impatient: a copy at the other gateway, at once
      var copy = new Thread(() -> note(key, send(gateways.get(1), "/api/orders/", body, key)));
      copy.start();
    }
    Http.Answer answer = null;
    while (!note(key, answer)) {
      answer = send(gateway(random), "/api/orders/", body, key);
      pause(answer != null && isFinal(answer) ? 0 : 200 + random.nextInt(800));
    }
    if (answer != null && answer.status() < 300) {
      after(answer.json().getString("id"), key, random);
    }
  }

  /** One in ten is cancelled, one in ten refunded in part, some both at once. */
  private void after(String id, String key, Random random) {
    int draw = random.nextInt(100);
    if (draw < 8 || draw == 50) {
      var refund =
          new Thread(
              () -> until("/api/orders/" + id + "/refunds/", "{\"amount_cents\": 7}", "r-" + key));
      refund.start();
      join(refund, draw != 50);
    }
    if (draw >= 8 && draw < 16 || draw == 50) {
      until("/api/orders/" + id + "/cancel/", "", null);
    }
  }

  private static void join(Thread thread, boolean wanted) {
    try {
      if (wanted) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void until(String path, String body, String key) {
    var random = new Random(path.hashCode());
    while (true) {
      Http.Answer answer = send(gateway(random), path, body, key);
      if (answer != null && answer.status() != 503 && answer.status() != 202) {
        return;
      }
      pause(300);
    }
  }

  private static String body(Random random) {
    int draw = random.nextInt(100);
    long amount = draw < 4 ? 1_000_001 : 100 + random.nextInt(5000);
    var items = new ArrayList<String>();
    if (draw >= 96) {
      items.add(OrdersContract.item(SCARCE, 1));
    }
    for (int line = 0; line <= random.nextInt(3); line++) {
      items.add(OrdersContract.item("CHAOS-" + random.nextInt(SKUS), 1 + random.nextInt(3)));
    }
    return OrdersContract.order(String.join(",", items), amount);
  }

  private URI gateway(Random random) {
    return gateways.get(random.nextInt(gateways.size()));
  }

  private Http.Answer send(URI gateway, String path, String body, String key) {
    try {
      Http.Answer answer =
          key == null
              ? Http.post(gateway.resolve(path), body)
              : Http.post(gateway.resolve(path), body, "Idempotency-Key", key);
      count(
          path.equals("/api/orders/")
              ? answer.brief()
              : path.replaceAll(".*/(\\w+)/$", "$1 ") + answer.brief());
      if (answer.status() == 500) {
        broken.add("500 to " + path + ": " + answer.text());
      }
      return answer;
    } catch (java.io.UncheckedIOException gatewayAway) {
      count("no answer");
      return null;
    } catch (jakarta.json.JsonException notJson) {
      broken.add("an answer that is not JSON to " + path);
      return null;
    }
  }

  private void count(String what) {
    answers.computeIfAbsent(what, name -> new LongAdder()).increment();
  }

  private static boolean isFinal(Http.Answer answer) {
    return answer.status() < 300
        || answer.status() == 402
        || answer.status() == 422
        || answer.brief().equals("409 ORDER_CANCELLED");
  }

  /** Whether the answer was final; then it must be the one that the key had before. */
  private boolean note(String key, Http.Answer answer) {
    if (answer == null || !isFinal(answer)) {
      if (answer != null && !List.of(503, 409).contains(answer.status())) {
        broken.add(key + " was answered " + answer.status() + " " + answer.text());
      }
      return false;
    }
    String text = answer.status() < 300 ? answer.text() : answer.brief();
    String before = finals.putIfAbsent(key, text);
    if (before != null && !before.equals(text)) {
      broken.add(key + " was answered first " + before + ", then " + text);
    }
    if (answer.header("Idempotent-Replay").isPresent()) {
      count("replayed");
    }
    if (answer.status() < 300) {
      confirmed.add(answer.json().getString("id"));
    }
    return true;
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(Math.max(0, millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
