package orders.embedded;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.ds.PGPoolingDataSource;

/** A real PostgreSQL for tests that need no server: one for each JVM, started when it is wanted. */
@SuppressWarnings("deprecation") // of the driver's pool: a server has a better one, and a test none
public final class TestDatabase {
  // pooled: each statement has a connection, and PostgreSQL starts a process for each of them
  private static final Map<String, PGPoolingDataSource> SOURCES = new HashMap<>();
  private static int port;

  private TestDatabase() {}

  /**
   * @param database orders, inventory or payments
   * @param migrations the folder of the scripts that make its tables
   * @return the database with its tables
   * @throws IOException if a script cannot be read
   * @throws SQLException if a script fails
   */
  public static synchronized DataSource of(String database, Path migrations)
      throws IOException, SQLException {
    if (port == 0) {
      int free = freePort();
      Path directory = Files.createTempDirectory("orders-test");
      EmbeddedServices services =
          EmbeddedServices.start(directory, OptionalInt.of(free), OptionalInt.empty());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(services, directory)));
      port = free;
    }
    PGPoolingDataSource known = SOURCES.get(database);
    if (known == null) {
      known = new PGPoolingDataSource();
      known.setUrl("jdbc:postgresql://localhost:" + port + "/" + database);
      known.setUser(database);
      known.setPassword(database);
      // as the servers have it: a string may be bound to a jsonb parameter
      known.setStringType("unspecified");
      migrate(known, migrations);
      SOURCES.put(database, known);
    }
    return known;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void migrate(DataSource source, Path migrations) throws IOException, SQLException {
    try (var connection = source.getConnection();
        var statement = connection.createStatement();
        Stream<Path> files = Files.list(migrations)) {
      for (Path file : files.sorted().toList()) {
        statement.execute(Files.readString(file));
      }
    }
  }

  private static void end(EmbeddedServices services, Path directory) {
    services.stop();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      // a folder for temporary files
    }
  }
}
