package orders.system.benchmark;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * What came of a load.
 *
 * @param seconds from its begin to the last answer
 * @param next the first number that the next load may use
 * @param statuses how many answers had each status; 0 stands for none
 * @param latencies in microseconds, from when a request should have begun to its answer
 */
record LoadResult(double seconds, long next, Map<Integer, Long> statuses, Histogram latencies) {

  /**
   * @param status of answers
   * @return how many there were a second
   */
  double perSecond(int status) {
    return statuses.getOrDefault(status, 0L) / seconds;
  }

  /**
   * @return how many answers there were a second, of whatever status
   */
  double perSecond() {
    return latencies.getTotalCount() / seconds;
  }

  /**
   * @param percentile from 0 to 100
   * @return the latency, in milliseconds, that so many did not exceed
   */
  double millis(double percentile) {
    return latencies.getValueAtPercentile(percentile) / 1e3;
  }

  /**
   * @return as {@link #parse} reads it
   */
  String line() {
    ByteBuffer encoded = ByteBuffer.allocate(latencies.getNeededByteBufferCapacity());
    int length = latencies.encodeIntoCompressedByteBuffer(encoded);
    String counts =
        statuses.entrySet().stream()
            .map(each -> each.getKey() + ":" + each.getValue())
            .collect(Collectors.joining(","));
    return "%s %d %s %s"
        .formatted(
            seconds,
            next,
            counts,
            Base64.getEncoder().encodeToString(Arrays.copyOf(encoded.array(), length)));
  }

  /**
   * @param line of {@link #line}
   * @return the same result
   * @throws IllegalArgumentException if it is none
   */
  static LoadResult parse(String line) {
    String[] words = line.split(" ");
    var statuses = new TreeMap<Integer, Long>();
    for (String each : words[2].split(",")) {
      String[] count = each.split(":");
      statuses.put(Integer.valueOf(count[0]), Long.valueOf(count[1]));
    }
    try {
      var latencies =
          Histogram.decodeFromCompressedByteBuffer(
              ByteBuffer.wrap(Base64.getDecoder().decode(words[3])), 0);
      return new LoadResult(
          Double.parseDouble(words[0]), Long.parseLong(words[1]), statuses, latencies);
    } catch (DataFormatException e) {
      throw new IllegalArgumentException(line, e);
    }
  }
}
