package orders.system.chaos;

import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
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
import orders.system.fixture.Http;
import orders.system.fixture.OrderJson;

/**
 * Clients as a shop has them: they send a key, retry until they are told something final, send
 * twice now and then, cancel and refund; and they write down everything that they were told.
 */
final class ChaosClients {
  static final int SKUS = 8;
  static final long STOCK = 1_000_000;
  static final String SCARCE = "CHAOS-SCARCE";

  /** Above all others, so that each of these orders can be told by its amount. */
  private static final long AMOUNTS_WITHOUT_KEY = 10_000;

  private static final Duration CONFIRMED_MAX = Duration.ofSeconds(30);

  /** Answers by status and detail. */
  final Map<String, LongAdder> answers = new ConcurrentSkipListMap<>();

  /** The first final answer to each key. */
  final Map<String, String> finals = new ConcurrentHashMap<>();

  /** The orders that clients were told are confirmed: nothing may lose them. */
  final Queue<String> confirmed = new ConcurrentLinkedQueue<>();

  /** What must not happen, as it was seen. */
  final Queue<String> broken = new ConcurrentLinkedQueue<>();

  /**
   * What clients without a key were told about nothing of: 503, and not where the order is. They
   * may buy the same again. By the amount, which no other order has.
   */
  final Queue<Long> notToldWhere = new ConcurrentLinkedQueue<>();

  final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger probes = new AtomicInteger();
  private final Map<String, String> bodies = new ConcurrentHashMap<>();
  private final List<URI> gateways;
  private final long seed;
  private final int count;
  private volatile boolean stopping;
  private volatile boolean leaving;
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

  /** They do not wait any longer for what they were not told. */
  void leave() {
    leaving = true;
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
    if (random.nextInt(10) == 0) {
      // one in twenty above the provider's limit
      long limit = random.nextInt(20) == 0 ? 1_000_000 : 0;
      orderWithoutKey(AMOUNTS_WITHOUT_KEY + limit + number, random);
      return;
    }
    String body = body(random);
    String key = "chaos-" + seed + "-" + number;
    bodies.put(key, body);
    if (random.nextInt(6) == 0) {
      // impatient: a copy at the other gateway, at once
      var copy = new Thread(() -> note(key, send(gateways.get(1), "/api/orders/", body, key)));
      copy.start();
    }
    boolean givesUp = random.nextInt(6) == 0;
    Http.Answer answer = null;
    while (!note(key, answer) && !leaving) {
      answer = send(gateway(random), "/api/orders/", body, key);
      if (givesUp && answer != null && answer.status() == 503) {
        answer.header("Location").ifPresent(order -> until(order + "cancel/", "", null));
      }
      pause(answer != null && isFinal(answer) ? 0 : 200 + random.nextInt(800));
    }
    if (answer != null && answer.status() < 300 && !leaving) {
      after(answer.json().getString("id"), key, random);
    }
  }

  /** Sent once, and whatever the answer is, the system has to clean up by itself. */
  private void orderWithoutKey(long amount, Random random) {
    String body = OrderJson.order(OrderJson.item("CHAOS-1", 1), amount);
    Http.Answer answer = send(gateway(random), "/api/orders/", body, null);
    if (answer == null) {
      return;
    }
    if (answer.status() == 201) {
      confirmed.add(answer.json().getString("id"));
    } else if (answer.status() == 503 && answer.header("Location").isEmpty()) {
      notToldWhere.add(amount);
    } else if (!isFinal(answer) && !isLater(answer)) {
      broken.add("an order without a key was answered " + answer.brief());
    }
  }

  /** An order at each gateway is confirmed, within {@link #CONFIRMED_MAX}, or that is a failure. */
  void requireConfirmed(String when, ChaosTally tally) {
    for (URI gateway : gateways) {
      String key = "probe-" + seed + "-" + probes.incrementAndGet();
      String body = OrderJson.order(OrderJson.item("CHAOS-0", 1), 99);
      bodies.put(key, body);
      long end = System.nanoTime() + CONFIRMED_MAX.toNanos();
      boolean known = false;
      while (!known && System.nanoTime() < end) {
        known = note(key, send(gateway, "/api/orders/", body, key));
        pause(known ? 0 : 200);
      }
      if (!known) {
        tally.fail(
            "no order was confirmed within %d s %s at %s"
                .formatted(CONFIRMED_MAX.toSeconds(), when, gateway));
      }
    }
  }

  /**
   * One at each gateway repeats one key as fast as it is answered, and then leaves, whatever it
   * heard.
   *
   * @param times that it was tried anew, after which they leave
   * @param max time after which they leave too
   * @return how often it was tried anew
   */
  int insist(int times, Duration max) {
    String key = "insisting-" + seed;
    String body = OrderJson.order(OrderJson.item("CHAOS-0", 1), 98);
    long end = System.nanoTime() + max.toNanos();
    var tried = new AtomicInteger();
    var insisting = new ArrayList<Thread>();
    for (URI gateway : gateways) {
      var thread =
          new Thread(
              () -> {
                while (tried.get() < times && System.nanoTime() < end) {
                  Http.Answer answer = send(gateway, "/api/orders/", body, key);
                  note(key, answer);
                  tried.addAndGet(answer != null && answer.status() == 503 ? 1 : 0);
                }
              });
      thread.start();
      insisting.add(thread);
    }
    insisting.forEach(thread -> join(thread, true));
    return tried.get();
  }

  /** All of these orders are cancelled at once, by clients that do not wait for the answer. */
  void cancel(List<String> ids) {
    for (String id : ids) {
      new Thread(() -> send(gateways.get(1), "/api/orders/" + id + "/cancel/", "", null)).start();
    }
  }

  /** So many orders at once at each gateway, each tried once and then forgotten by its client. */
  void tryOnce(int times) {
    for (int i = 0; i < times; i++) {
      for (URI gateway : gateways) {
        String body = OrderJson.order(OrderJson.item("CHAOS-0", 1), 97);
        String key = "once-" + seed + "-" + probes.incrementAndGet();
        new Thread(() -> note(key, send(gateway, "/api/orders/", body, key))).start();
      }
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
    if ((draw >= 8 && draw < 16) || draw == 50) {
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
    while (!leaving) {
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
      items.add(OrderJson.item(SCARCE, 1));
    }
    for (int line = 0; line <= random.nextInt(3); line++) {
      items.add(OrderJson.item("CHAOS-" + random.nextInt(SKUS), 1 + random.nextInt(3)));
    }
    return OrderJson.order(String.join(",", items), amount);
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
      counted(
          path.equals("/api/orders/")
              ? answer.brief()
              : path.replaceAll(".*/(\\w+)/$", "$1 ") + answer.brief());
      if (answer.status() == 500) {
        broken.add("500 to " + path + ": " + answer.text());
      }
      return answer;
    } catch (java.io.UncheckedIOException gatewayAway) {
      if (gatewayAway.getCause() instanceof HttpTimeoutException late
          && !(late instanceof HttpConnectTimeoutException)) {
        broken.add("no answer within a minute to " + path);
      }
      counted("no answer");
      return null;
    } catch (jakarta.json.JsonException notJson) {
      broken.add("an answer that is not JSON to " + path);
      return null;
    }
  }

  long count(String what) {
    return answers.getOrDefault(what, new LongAdder()).sum();
  }

  private void counted(String what) {
    answers.computeIfAbsent(what, name -> new LongAdder()).increment();
  }

  private static boolean isFinal(Http.Answer answer) {
    return answer.status() < 300
        || answer.status() == 402
        || answer.status() == 422
        || answer.brief().equals("409 ORDER_CANCELLED");
  }

  /** 408: the gateway stood still, or had no turn, while the body came; it is not placed then. */
  private static boolean isLater(Http.Answer answer) {
    return answer.status() == 503 || answer.status() == 408;
  }

  /** Whether the answer was final; then it must be the one that the key had before. */
  private boolean note(String key, Http.Answer answer) {
    if (answer == null || !isFinal(answer)) {
      if (answer != null && answer.status() != 409 && !isLater(answer)) {
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
      counted("replayed");
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
