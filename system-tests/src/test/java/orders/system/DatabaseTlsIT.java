package orders.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Map;
import orders.system.fixture.Http;
import orders.system.fixture.Liberty;
import orders.system.fixture.RunningSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL with TLS, as a provider runs it; each service has settings of its own. */
class DatabaseTlsIT {
  private static final String PASSWORD = "changeit";

  @TempDir private static Path directory;

  @Test
  void each_service_speaks_to_its_database_as_its_sslmode_says() throws Exception {
    KeyStore server = certificate("localhost");
    KeyStore stranger = certificate("stranger");
    Path root = pem("root.pem", "CERTIFICATE", server.getCertificate("key").getEncoded());
    Path other = pem("other.pem", "CERTIFICATE", stranger.getCertificate("key").getEncoded());
    Map<String, String> settings =
        Map.of(
            "POSTGRES_SSLMODE",
            "verify-full",
            "POSTGRES_SSLROOTCERT",
            root.toString(),
            "INVENTORY_POSTGRES_SSLMODE",
            "disable",
            "PAYMENTS_POSTGRES_SSLROOTCERT",
            other.toString());
    try (var running = RunningSystem.separateServers("database-tls", settings)) {
      offerTls(running, root, server);

      running.servers.values().forEach(Liberty::start);

      RunningSystem.await(
          "gateway and inventory to reach their databases",
          () ->
              Http.isHealthy(running.gateway.resolve("/health"))
                  && Http.isHealthy(running.inventory.resolve("/health")));
      Liberty payments = running.servers.get("payments");
      RunningSystem.await(
          "payments to refuse a certificate that its own authority did not sign",
          () -> payments.printed().contains("Waiting for the database at localhost:"));
      assertThat(sessions(running, "orders", true)).isPositive();
      assertThat(sessions(running, "orders", false)).isZero();
      assertThat(sessions(running, "inventory", true)).isZero();
      assertThat(sessions(running, "inventory", false)).isPositive();
      assertThat(sessions(running, "payments", true)).isZero();
      assertThat(sessions(running, "payments", false)).isZero();
      // though it waits for its database, and would go on to wait
      payments.stop();
      assertThat(payments.printed())
          .contains(
              "/payments (POSTGRES_HOST, POSTGRES_PORT, PAYMENTS_POSTGRES_DB, POSTGRES_SSLMODE): ")
          .containsOnlyOnce("Waiting for the database");
    }
  }

  private static long sessions(RunningSystem running, String service, boolean tls)
      throws SQLException {
    try (var connection = running.connectAsSuperuser()) {
      return RunningSystem.number(
          connection,
          "select count(*) from pg_stat_ssl join pg_stat_activity using (pid)"
              + " where usename = '%s' and ssl = %s".formatted(service, tls));
    }
  }

  private static void offerTls(RunningSystem running, Path certificate, KeyStore server)
      throws Exception {
    var key = server.getKey("key", PASSWORD.toCharArray());
    Path keyFile = pem("server.key", "PRIVATE KEY", key.getEncoded());
    try (var connection = running.connectAsSuperuser();
        var statement = connection.createStatement()) {
      statement.execute("alter system set ssl_cert_file = '" + certificate + "'");
      statement.execute("alter system set ssl_key_file = '" + keyFile + "'");
      statement.execute("alter system set ssl = on");
      statement.execute("select pg_reload_conf()");
    }
    String url =
        "jdbc:postgresql://localhost:%d/postgres?sslmode=require"
            .formatted(running.setting("POSTGRES_PORT"));
    RunningSystem.await("PostgreSQL to offer TLS", () -> canConnect(url));
  }

  private static boolean canConnect(String url) {
    try {
      DriverManager.getConnection(url, "postgres", "postgres").close();
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  /** Signed by itself, so that it is its own authority. */
  private static KeyStore certificate(String host) throws Exception {
    Path file = directory.resolve(host + ".p12");
    var keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "key",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=" + host,
                "-ext",
                "san=dns:" + host,
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
  }

  private static Path pem(String name, String what, byte[] encoded) throws IOException {
    Path file = directory.resolve(name);
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(
        file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, text, what));
  }
}
