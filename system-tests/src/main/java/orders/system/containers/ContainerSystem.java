package orders.system.containers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import orders.system.fixture.Http;
import orders.system.fixture.SystemUnderTest;

/** The containers, as this machine reaches them: through the edge, and what debug publishes. */
public final class ContainerSystem extends SystemUnderTest {
  private static final Map<String, Integer> DATABASE_PORTS =
      Map.of("orders", 15432, "inventory", 15433, "payments", 15434);

  private static final Map<String, String> PASSWORD_FILES =
      Map.of(
          "orders", "POSTGRES_PASSWORD",
          "inventory", "INVENTORY_POSTGRES_PASSWORD",
          "payments", "PAYMENTS_POSTGRES_PASSWORD");

  private final Compose compose;

  /** By the database; a command for each connection would take a second. */
  private final Map<String, String> passwords = new ConcurrentHashMap<>();

  private ContainerSystem(Compose compose) {
    super(
        URI.create("https://localhost:" + System.getenv().getOrDefault("PUBLIC_PORT", "8443")),
        URI.create("http://localhost:19001"),
        URI.create("http://localhost:19002"),
        URI.create("http://localhost:19090"));
    this.compose = compose;
  }

  /**
   * Also makes known to {@link Http} what a new system makes anew: the certificate and the token.
   *
   * @param compose by which it was started
   * @return the system that runs
   */
  public static ContainerSystem connect(Compose compose) {
    var system = new ContainerSystem(compose);
    Http.trust(only(compose.read("edge", "/var/lib/edge/tls.crt")));
    String token = compose.read("inventory", "/run/secrets/services/SERVICE_TOKEN");
    Http.authorize(system.inventory, token);
    Http.authorize(system.payments, token);
    return system;
  }

  private static SSLContext only(String certificate) {
    try {
      var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      trusted.setCertificateEntry(
          "edge",
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(certificate.getBytes(US_ASCII))));
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      var tls = SSLContext.getInstance("TLS");
      tls.init(null, trust.getTrustManagers(), null);
      return tls;
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(certificate, e);
    }
  }

  @Override
  public Connection connect(String database) throws SQLException {
    String url = "jdbc:postgresql://localhost:" + DATABASE_PORTS.get(database) + "/" + database;
    return DriverManager.getConnection(
        url, database, passwords.computeIfAbsent(database, this::password));
  }

  private String password(String database) {
    return compose.read(database + "-db", "/run/secrets/db/" + PASSWORD_FILES.get(database));
  }
}
