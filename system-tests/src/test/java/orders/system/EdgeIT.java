package orders.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import orders.system.edge.BrowserContract;
import orders.system.edge.ProxyContract;
import orders.system.edge.RateLimitContract;
import orders.system.edge.TokenContract;
import orders.system.fixture.Http;
import orders.system.fixture.RunningSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Who may come in, how often and from where: two gateways as in production, behind a proxy. */
class EdgeIT implements RateLimitContract, TokenContract, BrowserContract, ProxyContract {
  private static final String ORIGINS =
      SHOP + ", https://Upper.Example:443,http://plain.example:80";

  private static RunningSystem running;

  @BeforeAll
  static void start() {
    running =
        RunningSystem.twoGateways(
                "edge",
                Map.ofEntries(
                    Map.entry("API_AUTH", "jwt"),
                    Map.entry("MP_JWT_VERIFY_PUBLICKEY", ISSUER.publicPem()),
                    Map.entry("MP_JWT_VERIFY_ISSUER", "issuer"),
                    Map.entry("MP_JWT_VERIFY_AUDIENCES", "orders"),
                    Map.entry("SERVICE_TOKEN", SERVICE_TOKEN),
                    Map.entry("TRUSTED_PROXIES", "127.0.0.1"),
                    Map.entry("ALLOWED_HOSTS", "localhost,.shop.example"),
                    Map.entry("CORS_ALLOWED_ORIGINS", ORIGINS),
                    Map.entry("CORS_ALLOWED_HEADERS", "X-Of-The-Shop"),
                    Map.entry("SECURE_SSL_REDIRECT", "1"),
                    Map.entry("SECURE_HSTS_SECONDS", "3600"),
                    Map.entry("THROTTLE_ORDERS_CREATE", CREATES_A_MINUTE + "/min"),
                    Map.entry("THROTTLE_ORDERS_DETAIL", "5/s"),
                    Map.entry("THROTTLE_AUTH_FAILURES", "3/min"),
                    // a busy machine may keep Redis from its turn for longer than the default
                    Map.entry("REDIS_TIMEOUT_MS", "10000")))
            .start();
    var stocked =
        HttpRequest.newBuilder(running.inventory.resolve("/stock/EDGE-1"))
            .header("Authorization", "Bearer " + SERVICE_TOKEN)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString("{\"quantity\": 1000}"));
    assertThat(Http.send(stocked).status()).isEqualTo(200);
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @Override
  public RunningSystem running() {
    return running;
  }
}
