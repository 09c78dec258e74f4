package orders.gateway.throttle;

/** Redis is up, and did not answer one request in time: nobody knows whether it may go on. */
final class RedisLate extends RuntimeException {

  /**
   * @param cause why there is no answer
   */
  RedisLate(Exception cause) {
    super(null, cause, false, false);
  }
}
