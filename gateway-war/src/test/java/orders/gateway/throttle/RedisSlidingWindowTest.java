package orders.gateway.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import orders.embedded.EmbeddedServices;
import orders.value.Rate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;

/** With a real Redis, behind a gate that loses, delays and refuses. */
class RedisSlidingWindowTest {
  private static final Rate FIVE_A_MINUTE = new Rate(5, Duration.ofMinutes(1));
  private static final int TIMEOUT_MS = 2000;
  private static final int REQUESTS_MAX = 32;
  private static final AtomicInteger CALLERS = new AtomicInteger();

  @TempDir private static Path directory;
  private static EmbeddedServices services;
  private static int redisPort;

  private final String caller = "caller-" + CALLERS.incrementAndGet() + ".";
  private RedisGate gate;
  private RedisSlidingWindow log;

  @BeforeAll
  static void startRedis() throws IOException {
    try (var free = new ServerSocket(0)) {
      redisPort = free.getLocalPort();
    }
    services = EmbeddedServices.start(directory, OptionalInt.empty(), OptionalInt.of(redisPort));
  }

  @AfterAll
  static void stopRedis() {
    services.stop();
  }

  @BeforeEach
  void connect() throws Exception {
    gate = new RedisGate(redisPort);
    log =
        new RedisSlidingWindow(
            URI.create("redis://localhost:" + gate.port()), TIMEOUT_MS, REQUESTS_MAX);
    log.lookAfter();
    assertThat(log.isUp()).isTrue();
    await(() -> gate.accepted() == RedisSlidingWindow.CONNECTIONS_AT_START);
  }

  @AfterEach
  void close() throws IOException {
    log.close();
    gate.close();
  }

  private Optional<Decision> admit() {
    return log.admit(Scope.ORDERS_CREATE, caller, FIVE_A_MINUTE);
  }

  private long countedByRedis() {
    return tellRedis(Protocol.Command.ZCARD);
  }

  private long tellRedis(Protocol.Command command, String... arguments) {
    try (var redis = new Connection(new HostAndPort("localhost", redisPort))) {
      return (Long)
          redis.executeCommand(
              new CommandArguments(command)
                  .key("admitted:orders_create:" + caller)
                  .addObjects((Object[]) arguments));
    }
  }

  private static <T> List<Future<T>> atOnce(int times, Callable<T> call) {
    ExecutorService threads = Executors.newFixedThreadPool(times);
    try {
      var calls = new ArrayList<Future<T>>();
      for (int i = 0; i < times; i++) {
        calls.add(threads.submit(call));
      }
      return calls;
    } finally {
      threads.shutdown();
    }
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(60))
        .until(condition);
  }

  @Test
  void of_many_at_once_as_many_as_the_limit_are_admitted() throws Exception {
    long admitted = 0;
    for (var call : atOnce(REQUESTS_MAX, this::admit)) {
      admitted += call.get().orElseThrow().admitted() ? 1 : 0;
    }

    assertThat(admitted).isEqualTo(5);
    Decision refused = admit().orElseThrow();
    assertThat(refused.admitted()).isFalse();
    assertThat(refused.remaining()).isZero();
    assertThat(refused.next()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60));
  }

  @Test
  void under_a_limit_that_was_lowered_enough_have_to_leave() {
    long now = Instant.now().toEpochMilli() * 1000;
    for (int second = 40; second > 0; second -= 5) {
      tellRedis(Protocol.Command.ZADD, Long.toString(now - second * 1_000_000L), "" + second);
    }

    Decision refused = admit().orElseThrow();

    assertThat(refused.admitted()).isFalse();
    assertThat(refused.remaining()).isZero();
    // of eight the four oldest; that came 25 s ago
    assertThat(refused.nextSeconds()).isBetween(25L, 36L);
  }

  @Test
  void a_clock_that_was_an_hour_ahead_locks_nobody_out() {
    long inAnHour = Instant.now().plus(Duration.ofHours(1)).toEpochMilli() * 1000;
    for (int i = 0; i < 5; i++) {
      tellRedis(Protocol.Command.ZADD, Long.toString(inAnHour + i), "before-the-failover-" + i);
    }

    assertThat(admit()).contains(new Decision(true, 4, Duration.ofMinutes(1)));
  }

  @Test
  void a_late_answer_is_waited_for_and_counted_once() throws Exception {
    gate.holdAnswers();
    var calls = atOnce(8, this::admit);
    // asked once on a connection at hand and once on a new one, and heard both times
    await(() -> gate.accepted() > RedisSlidingWindow.CONNECTIONS_AT_START);
    gate.letAnswersGo();

    int admitted = 0;
    for (var call : calls) {
      admitted += call.get().orElseThrow().admitted() ? 1 : 0;
    }
    assertThat(admitted).isEqualTo(5);
    assertThat(countedByRedis()).isEqualTo(5);
    assertThat(log.isUp()).isTrue();
  }

  @Test
  void dead_connections_are_not_a_dead_redis() throws Exception {
    gate.silenceConnections();
    assertThat(admit().orElseThrow().remaining()).isEqualTo(4);
    int accepted = gate.accepted();
    assertThat(admit().orElseThrow().remaining()).isEqualTo(3);
    assertThat(admit().orElseThrow().remaining()).isEqualTo(2);
    await(() -> gate.accepted() == accepted + 1);

    gate.resetConnections();
    assertThat(admit().orElseThrow().remaining()).isEqualTo(1);

    assertThat(log.isUp()).isTrue();
    assertThat(countedByRedis()).isEqualTo(4);
  }

  /** While others are answered all the time. */
  private void assertUndecided() throws Exception {
    var undecided = new AtomicBoolean(true);
    var others =
        atOnce(
            1,
            () -> {
              while (undecided.get()) {
                assertThat(log.admit(Scope.ORDERS_CREATE, "another", FIVE_A_MINUTE)).isPresent();
              }
              return null;
            });
    try {
      assertThatThrownBy(this::admit).isInstanceOf(RedisLate.class);
      assertThat(log.isUp()).isTrue();
    } finally {
      undecided.set(false);
      others.get(0).get();
    }
  }

  @Test
  void who_is_not_answered_while_others_are_is_not_admitted_by_a_guess() throws Exception {
    gate.swallow(caller);

    assertUndecided();
  }

  @Test
  void what_was_refused_for_want_of_an_answer_is_not_counted_against_the_caller() throws Exception {
    gate.forget(caller);

    assertUndecided();
    assertThat(countedByRedis()).isEqualTo(1);
    gate.forget("nobody any more");
    log.lookAfter();

    assertThat(countedByRedis()).isZero();
  }

  @Test
  void a_redis_that_answers_nobody_is_away_and_not_asked_until_it_is_back() throws Exception {
    gate.holdAnswers();
    for (var call : atOnce(8, this::admit)) {
      assertThat(call.get()).isEmpty();
    }
    assertThat(log.isUp()).isFalse();

    int accepted = gate.accepted();
    assertThat(admit()).isEmpty();
    assertThat(gate.accepted()).isEqualTo(accepted);

    log.lookAfter();
    assertThat(log.isUp()).as("it accepts connections, and answers nothing").isFalse();
    gate.letAnswersGo();
    log.lookAfter();
    assertThat(log.isUp()).isTrue();
    assertThat(admit()).isPresent();
  }

  @Test
  void a_redis_that_has_ended_is_away_with_the_first_request() throws Exception {
    gate.shut();

    assertThat(admit()).isEmpty();
    assertThat(log.isUp()).isFalse();

    gate.open();
    log.lookAfter();
    assertThat(admit()).isPresent();
  }

  @Test
  void a_redis_that_is_full_is_away_until_there_is_room() {
    try (var redis = new Connection(new HostAndPort("localhost", redisPort))) {
      try {
        set(redis, "maxmemory", "1");
        assertThat(admit()).isEmpty();
        log.lookAfter();
        assertThat(log.isUp()).isFalse();
      } finally {
        set(redis, "maxmemory", "0");
      }
      log.lookAfter();
      assertThat(admit()).isPresent();
    }
  }

  @Test
  void a_password_and_a_database_are_as_the_url_says() {
    try (var redis = new Connection(new HostAndPort("localhost", redisPort))) {
      try {
        set(redis, "requirepass", "secret");
        assertThat(isUpWith("redis://:secret@localhost:" + redisPort + "/1")).isTrue();
        assertThat(isUpWith("redis://localhost:" + redisPort)).isFalse();
      } finally {
        set(redis, "requirepass", "");
      }
    }
  }

  private static boolean isUpWith(String url) {
    var other = new RedisSlidingWindow(URI.create(url), TIMEOUT_MS, REQUESTS_MAX);
    try {
      other.lookAfter();
      return other.isUp();
    } finally {
      other.close();
    }
  }

  private static void set(Connection redis, String name, String value) {
    redis.sendCommand(Protocol.Command.CONFIG, "SET", name, value);
    assertThat(redis.getStatusCodeReply()).isEqualTo("OK");
  }
}
