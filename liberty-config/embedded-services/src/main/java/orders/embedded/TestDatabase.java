package orders.embedded;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A real PostgreSQL for tests that need no server: one for each JVM, started when it is wanted. */
public final class TestDatabase {
  private static PGSimpleDataSource source;

  private TestDatabase() {}

  /**
   * @param database orders, inventory or payments; the same each time
   * @param migrations the folder of the scripts that make its tables
   * @return the database with its tables
   * @throws IOException where a script cannot be read
   * @throws SQLException where a script fails
   */
  public static synchronized DataSource of(String database, Path migrations)
      throws IOException, SQLException {
    if (source == null) {
      int port = freePort();
      Path directory = Files.createTempDirectory("orders-test");
      EmbeddedServices services =
          EmbeddedServices.start(directory, OptionalInt.of(port), OptionalInt.empty());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(services, directory)));
      source = new PGSimpleDataSource();
      source.setUrl("jdbc:postgresql://localhost:" + port + "/" + database);
      source.setUser(database);
      source.setPassword(database);
      // as the servers have it: a string may be bound where jsonb is wanted
      source.setStringType("unspecified");
      migrate(migrations);
    }
    return source;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void migrate(Path migrations) throws IOException, SQLException {
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
