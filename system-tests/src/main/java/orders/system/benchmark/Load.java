package orders.system.benchmark;

/**
 * What the load generator is told to do.
 *
 * @param workload its name
 * @param clients how many at once; with a rate, how many at most
 * @param seconds how long new requests begin
 * @param perSecond how many requests begin each second; 0 for as many as are answered
 * @param first number that no request had before
 */
record Load(String workload, int clients, int seconds, double perSecond, long first) {

  /**
   * @return whether requests begin at a rate, whatever becomes of those before
   */
  boolean isPaced() {
    return perSecond > 0;
  }

  /**
   * @return as {@link #parse} reads it
   */
  String line() {
    return "%s %d %d %s %d".formatted(workload, clients, seconds, perSecond, first);
  }

  /**
   * @param line of {@link #line}
   * @return the same load
   */
  static Load parse(String line) {
    String[] words = line.split(" ");
    return new Load(
        words[0],
        Integer.parseInt(words[1]),
        Integer.parseInt(words[2]),
        Double.parseDouble(words[3]),
        Long.parseLong(words[4]));
  }
}
