package orders.gateway.throttle;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import orders.value.Rate;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;

/**
 * One request to be admitted, as Redis is asked about it. It may be asked more than once: a request
 * is counted once, and a request that was admitted stays so.
 *
 * @param key the caller's, in Redis
 * @param rate of the caller
 * @param id of the request
 */
record AdmissionRequest(String key, Rate rate, String id) {
  private static final int ID_RADIX = 36;

  // A sorted set of the last admissions by their times: atomic, and on Redis's own time. Answers
  // whether this one is admitted, how many more there could be, and the microseconds until the
  // oldest falls out of the window, or as many as are above a limit that was lowered. Times to come
  // are no times: a failover to a Redis whose clock
  // is an hour behind would else refuse a caller for that hour.
  private static final String ADMIT =
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000000 + time[2]
      local limit, window = tonumber(ARGV[1]), tonumber(ARGV[2])
      local function at(rank)
        return redis.call('ZRANGE', KEYS[1], rank, rank, 'WITHSCORES')[2] or now
      end
      local sinceFirst = now - at(0)
      if sinceFirst < 0 then
        redis.call('DEL', KEYS[1])
      elseif sinceFirst >= window then
        redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - window))
      end
      local count = redis.call('ZCARD', KEYS[1])
      local admitted = 1
      if not redis.call('ZSCORE', KEYS[1], ARGV[3]) then
        if count < limit then
          redis.call('ZADD', KEYS[1], string.format('%.0f', now), ARGV[3])
          redis.call('PEXPIRE', KEYS[1], window / 1000)
          count = count + 1
        else
          admitted = 0
        end
      end
      local above = math.max(0, count - limit)
      return {admitted, limit - count + above, at(above) + window - now}
      """;

  /**
   * @param scope what is counted
   * @param caller whose requests
   * @param rate of the scope
   * @return a request that Redis has not heard of yet
   */
  static AdmissionRequest of(Scope scope, String caller, Rate rate) {
    String id = Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), ID_RADIX);
    return new AdmissionRequest("admitted:" + scope.label() + ":" + caller, rate, id);
  }

  /**
   * @return what Redis says
   * @throws redis.clients.jedis.exceptions.JedisException if it says nothing, or cannot count
   */
  Decision ask(Connection redis) {
    List<?> answer =
        (List<?>)
            redis.executeCommand(
                new CommandArguments(Protocol.Command.EVAL)
                    .add(ADMIT)
                    .add(1)
                    .key(key)
                    .add(rate.limit())
                    .add(rate.window().toNanos() / 1000)
                    .add(id));
    return new Decision(
        number(answer, 0) == 1,
        number(answer, 1),
        Duration.of(number(answer, 2), ChronoUnit.MICROS));
  }

  private static long number(List<?> answer, int index) {
    return (Long) answer.get(index);
  }

  /** The request was refused after all. */
  void takeBack(Connection redis) {
    redis.executeCommand(new CommandArguments(Protocol.Command.ZREM).key(key).add(id));
  }
}
