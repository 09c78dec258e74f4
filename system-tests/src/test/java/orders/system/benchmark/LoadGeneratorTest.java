package orders.system.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class LoadGeneratorTest {
  private static final long MILLISECOND = 1_000_000;

  @Test
  void a_stall_counts_for_each_request_that_should_have_begun_meanwhile() throws Exception {
    var oneClient = new Load("stall", 1, 1, 100, 0);

    LoadResult result = LoadGenerator.run(oneClient, LoadGeneratorTest::stallAtFirst);

    // 100 a second are to begin, and the first keeps the only client for half of it
    long late = result.latencies().getCountBetweenValues(100_000, 10_000_000);
    assertThat(late).isGreaterThan(20);
    assertThat(result.statuses()).containsOnlyKeys(201);
  }

  private static int stallAtFirst(long number) {
    long end = System.nanoTime() + (number == 0 ? 500 : 0) * MILLISECOND;
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
    return 201;
  }

  @Test
  void no_number_is_given_to_two_requests() throws Exception {
    var numbers = ConcurrentHashMap.<Long>newKeySet();
    var twice = new ConcurrentLinkedQueue<Long>();
    Workload remembering =
        number -> {
          if (!numbers.add(number)) {
            twice.add(number);
          }
          LockSupport.parkNanos(MILLISECOND);
          return 200;
        };

    long next = LoadGenerator.run(new Load("first", 8, 1, 0, 0), remembering).next();
    LoadGenerator.run(new Load("second", 8, 1, 0, next), remembering);

    assertThat(numbers).hasSizeGreaterThan(16);
    assertThat(twice).isEmpty();
  }

  @Test
  void a_load_and_its_result_are_read_as_they_were_written() throws Exception {
    var load = new Load("create", 16, 1, 62.5, 7);
    assertThat(Load.parse(load.line())).isEqualTo(load);

    LoadResult result = LoadGenerator.run(load, number -> number % 2 == 0 ? 201 : 503);
    LoadResult read = LoadResult.parse(result.line());

    assertThat(read.statuses()).isEqualTo(result.statuses()).containsOnlyKeys(201, 503);
    assertThat(Map.of("seconds", read.seconds(), "next", read.next()))
        .isEqualTo(Map.of("seconds", result.seconds(), "next", result.next()));
    assertThat(read.latencies()).isEqualTo(result.latencies());
  }
}
