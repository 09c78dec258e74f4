package orders.system.chaos;

import java.sql.SQLException;

/**
 * One kind of fault, brought about once.
 *
 * @param name by which it is counted
 * @param brief whether the short run has it too
 * @param act brings it about, and ends it
 */
record ChaosStrike(String name, boolean brief, Act act) {

  /** What a strike does. */
  interface Act {

    /**
     * @return how often it struck; 0 if what it waits for did not come
     */
    long run() throws SQLException;
  }

  static void sleep(long millis) {
    try {
      Thread.sleep(Math.max(0, millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
