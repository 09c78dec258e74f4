package orders.system.chaos;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What was to strike and how often it did, and what went wrong. A fault that never struck proves
 * nothing: it is a failure too.
 */
final class ChaosTally {
  private final Map<String, Long> struck = new ConcurrentSkipListMap<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final Queue<String> leftOut = new ConcurrentLinkedQueue<>();

  /** That kind of fault has to strike at least once. */
  void expect(String kind) {
    struck.putIfAbsent(kind, 0L);
  }

  void struck(String kind) {
    struck(kind, 1);
  }

  void struck(String kind, long times) {
    struck.merge(kind, times, Long::sum);
  }

  boolean hasStruck(String kind) {
    return struck.getOrDefault(kind, 0L) > 0;
  }

  /** Something that must not be. */
  void fail(String what) {
    failures.add(what);
    say("FAILED: " + what);
  }

  /** A fault that this machine does not allow; the report says so. */
  void leaveOut(String kind, String why) {
    leftOut.add(kind + ": " + why);
  }

  void say(String line) {
    System.out.println("chaos: " + line);
  }

  /** Each kind that never struck becomes a failure. */
  void close() {
    struck.forEach(
        (kind, times) -> {
          if (times == 0) {
            fail("never struck: " + kind);
          }
        });
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  @Override
  public String toString() {
    var lines = new StringBuilder("  faults:\n");
    struck.forEach((kind, times) -> lines.append("    %6d %s%n".formatted(times, kind)));
    leftOut.forEach(kind -> lines.append("    left out: %s%n".formatted(kind)));
    return lines.toString();
  }
}
