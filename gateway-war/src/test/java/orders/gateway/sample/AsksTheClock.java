package orders.gateway.sample;

/** Breaks a rule on purpose, so that it is known to bite. */
public class AsksTheClock {

  /** The question that nothing in a gateway must ask. */
  public long now() {
    return System.currentTimeMillis();
  }
}
