package orders.system.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import orders.system.fixture.Http;
import orders.system.fixture.Parallel;
import orders.system.fixture.RunningSystem;
import org.junit.jupiter.api.Test;

/** How often a caller may come: exactly so often, over both gateways together. */
public interface RateLimitContract extends Edge {

  /** Well within what the gateways wait for Redis. */
  int LATE_MS = 250;

  /** Of the creates, which are counted a minute. */
  Duration WINDOW = Duration.ofMinutes(1);

  @Test
  default void of_70_parallel_creates_over_two_gateways_exactly_20_are_admitted() throws Exception {
    var answers = placeInParallel("many", CREATES_A_MINUTE + 50);

    assertAdmitted(CREATES_A_MINUTE, answers);
    assertThat(answers)
        .filteredOn(answer -> answer.status() == 429)
        .allSatisfy(
            answer -> {
              assertThat(answer.header("RateLimit").orElseThrow())
                  .startsWith("\"orders_create\";r=0;t=");
              assertThat(answer.header("RateLimit-Policy")).contains("\"orders_create\";q=20;w=60");
              assertThat(Integer.parseInt(answer.header("Retry-After").orElseThrow()))
                  .isBetween(1, 60);
            });
  }

  @Test
  default void while_redis_answers_late_exactly_20_are_admitted_all_the_same() throws Exception {
    ProcessHandle redis = running().redis();
    signal("STOP", redis);
    CompletableFuture<Void> late =
        CompletableFuture.runAsync(
            () -> signal("CONT", redis),
            CompletableFuture.delayedExecutor(LATE_MS, TimeUnit.MILLISECONDS));
    List<Http.Answer> answers;
    try {
      answers = placeInParallel("late", CREATES_A_MINUTE + 50);
    } finally {
      late.join();
    }

    assertAdmitted(CREATES_A_MINUTE, answers);
  }

  @Test
  default void while_redis_stands_still_or_is_away_each_gateway_holds_callers_to_their_limits()
      throws Exception {
    ProcessHandle redis = running().redis();
    signal("STOP", redis);
    long began = System.nanoTime();
    List<Http.Answer> answers;
    try {
      answers = placeInParallel("without-redis", 100);
    } finally {
      signal("CONT", redis);
    }

    assertAdmitted(2 * CREATES_A_MINUTE, answers);
    RunningSystem.await(
        "both gateways to ask Redis again", () -> redisIsUp().equals(List.of(1.0, 1.0)));
    // nobody begins anew: each gateway knows what it admitted, as long as its window lasts
    List<Http.Answer> more = placeInParallel("without-redis", 10);
    assumeThat(Duration.ofNanos(System.nanoTime() - began))
        .as("Redis was found again while the window lasted")
        .isLessThan(WINDOW);
    assertThat(more).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(429));
  }

  @Test
  default void after_the_time_told_the_next_request_succeeds() throws Exception {
    String token = ISSUER.token("patient");
    var refused = new AtomicReference<Http.Answer>();

    RunningSystem.await(
        "more than 5 within a second",
        () -> {
          get5AndMore(token).stream()
              .filter(answer -> answer.status() == 429)
              .forEach(refused::set);
          return refused.get() != null;
        });

    Thread.sleep(1000L * Integer.parseInt(refused.get().header("Retry-After").orElseThrow()));
    assertThat(get("/api/orders/none/", token).status()).isEqualTo(404);
  }

  @Test
  default void who_tries_tokens_out_gets_few_tries() {
    var guesses = new ArrayList<Integer>();

    for (int i = 0; i < 5; i++) {
      var guess =
          HttpRequest.newBuilder(running().gateway.resolve("/api/orders/"))
              .header("X-Forwarded-Proto", "https")
              .header("X-Forwarded-For", "198.51.100.9")
              .header("Authorization", "Bearer guess");
      guesses.add(Http.send(guess).status());
    }

    assertThat(guesses).containsExactly(401, 401, 401, 429, 429);
  }

  private List<Http.Answer> get5AndMore(String token) {
    try {
      return Parallel.inParallel(Collections.nCopies(15, () -> get("/api/orders/none/", token)));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private List<Http.Answer> placeInParallel(String user, int requests) throws Exception {
    String token = ISSUER.token(user);
    var calls = new ArrayList<Callable<Http.Answer>>();
    for (int i = 0; i < requests; i++) {
      String key = "parallel-" + i;
      URI gateway = i % 2 == 0 ? running().gateway : running().secondGateway;
      calls.add(() -> place(gateway, token, key));
    }
    return Parallel.inParallel(calls);
  }

  /** OVERLOADED was not admitted; with any other 503 it was, and then no service was free. */
  private void assertAdmitted(int admitted, List<Http.Answer> answers) {
    var counts =
        answers.stream()
            .map(Http.Answer::brief)
            .collect(Collectors.groupingBy(brief -> brief, TreeMap::new, Collectors.counting()));
    assertThat(counts)
        .containsEntry("429 RATE_LIMITED", (long) answers.size() - admitted)
        .doesNotContainKey("503 OVERLOADED");
    assertThat(counts.keySet()).allMatch(brief -> brief.matches("201|429 .*|503 .*"));
    RunningSystem.await(
        "an order of those admitted to be confirmed",
        () ->
            answers.stream()
                .flatMap(answer -> answer.header("Location").stream())
                .anyMatch(this::isConfirmed));
  }

  private boolean isConfirmed(String location) {
    String id = location.split("/")[3];
    return running()
            .number(
                "orders",
                "select count(*) from orders where status = 'CONFIRMED' and id = '" + id + "'")
        == 1;
  }

  /** The two gateways' gauge. */
  private List<Double> redisIsUp() {
    return running().servers.keySet().stream()
        .filter(server -> server.startsWith("gateway"))
        .map(server -> Http.get(running().management(server).resolve("/metrics")).text())
        .map(
            text ->
                text.lines()
                    .filter(line -> line.startsWith("throttle_redis_up{"))
                    .mapToDouble(line -> Double.parseDouble(line.split(" ")[1]))
                    .sum())
        .toList();
  }

  private void signal(String name, ProcessHandle process) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
