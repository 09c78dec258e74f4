package orders.gateway.throttle;

import java.net.URI;
import java.time.Duration;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.util.JedisURIHelper;

/** Where Redis is, and how long a connection waits for it. */
final class RedisServer {
  private static final int DEFAULT_PORT = 6379;
  private static final int CONNECTIONS_IDLE_MAX = 64;

  private final HostAndPort address;
  private final JedisClientConfig config;
  private final ConnectionPoolConfig pooling = new ConnectionPoolConfig();

  /**
   * @param url with user, password and database if they are needed
   * @param timeoutMs milliseconds that a connection may take to be made, and an answer to come
   * @param connectionsMax as many as there can be requests at once, so that none waits for another
   */
  RedisServer(URI url, int timeoutMs, int connectionsMax) {
    address = new HostAndPort(url.getHost(), url.getPort() < 0 ? DEFAULT_PORT : url.getPort());
    config =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(timeoutMs)
            .socketTimeoutMillis(timeoutMs)
            // no greetings: a new connection asks what it was made for, and waits once
            .serverDefaultProtocol()
            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
            .user(JedisURIHelper.getUser(url))
            .password(JedisURIHelper.getPassword(url))
            .database(JedisURIHelper.getDBIndex(url))
            .sslOptions(JedisURIHelper.isRedisSSLScheme(url) ? SslOptions.defaults() : null)
            .build();
    pooling.setMaxTotal(connectionsMax);
    pooling.setMaxIdle(Math.min(connectionsMax, CONNECTIONS_IDLE_MAX));
    pooling.setBlockWhenExhausted(false);
    // whoever borrows a dead connection learns it from its own call, and nobody waits for the check
    pooling.setTestWhileIdle(false);
    pooling.setTimeBetweenEvictionRuns(Duration.ofMillis(-1));
  }

  /**
   * @return a new connection
   * @throws redis.clients.jedis.exceptions.JedisException if there is none to be had
   */
  Connection connect() {
    return new Connection(address, config);
  }

  /**
   * @return connections to come, without one yet
   */
  ConnectionPool pool() {
    return new ConnectionPool(address, config, pooling);
  }
}
