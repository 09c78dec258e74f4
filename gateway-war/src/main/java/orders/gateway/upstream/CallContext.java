package orders.gateway.upstream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** For whom a call is made: how long it may take, and where what came of it is written down. */
public interface CallContext {

  /**
   * @return whether this is the first attempt at what the call is part of; it alone repeats a call
   *     that got no answer, for one layer retries
   */
  boolean isFirstAttempt();

  /**
   * @return how long its work may still go on; zero or less if it may not
   */
  Duration left();

  /**
   * Writes down what came of a call.
   *
   * @param call its name
   * @param took from the request to its answer, or to giving it up
   * @param answer the number by which the called service names its answer, for a person to read; 0
   *     if there was none
   * @param error what came instead of an answer, or null
   */
  void called(String call, Duration took, int answer, @Nullable String error);
}
