package orders.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** PostgreSQL, durable: what it has committed survives a kill of everything. */
final class Postgres {
  private static final List<String> DATABASES = List.of("orders", "inventory", "payments");
  private static final Duration START_MAX = Duration.ofSeconds(60);

  private final EmbeddedPostgres server;
  private final ProcessHandle postmaster;

  private Postgres(EmbeddedPostgres server, ProcessHandle postmaster) {
    this.server = server;
    this.postmaster = postmaster;
  }

  static Postgres start(Path base, int port) {
    Path data = base.resolve("postgres");
    Path pidFile = data.resolve("postmaster.pid");
    Path log = base.resolve("postgres.log");
    Child.stopLeftOver(pidFile, "postgres", "INT");
    // the library does not notice another server on its port, and would use that one
    Child.requireFree(port, "PostgreSQL", "POSTGRES_PORT");
    if (!Files.exists(data)) {
      System.out.println("Preparing PostgreSQL for the first time, about 10 s ...");
    }
    try {
      var server = library(base, data, port, log).start();
      ProcessHandle postmaster =
          Child.of(pidFile).orElseThrow(() -> new EmbeddedServicesException(didNotStart(log)));
      var postgres = new Postgres(server, postmaster);
      try (var connection = server.getPostgresDatabase().getConnection()) {
        checkSettings(connection, data);
        createDatabases(connection);
        return postgres;
      } catch (SQLException | RuntimeException e) {
        postgres.stop();
        throw e;
      }
    } catch (IOException | SQLException | IllegalStateException e) {
      throw new EmbeddedServicesException(didNotStart(log), e);
    }
  }

  private static String didNotStart(Path log) {
    return "PostgreSQL did not start: see "
        + log
        + "; in a container, run as an ordinary user, or set POSTGRES_HOST.";
  }

  private static EmbeddedPostgres.Builder library(Path base, Path data, int port, Path log) {
    return EmbeddedPostgres.builder()
        .setPort(port)
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setOverrideWorkingDirectory(base.resolve("postgres-binaries").toFile())
        // the guard stops it; a hook would do so while the applications still need it
        .setRegisterShutdownHook(false)
        .setPGStartupWait(START_MAX)
        // the library switches both off, for tests that may lose their data
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("unix_socket_directories", "''")
        .setOutputRedirector(Redirect.appendTo(log.toFile()))
        .setErrorRedirector(Redirect.appendTo(log.toFile()));
  }

  /** Asked of the running server: a promise of durability must not hang on a library's manners. */
  private static void checkSettings(Connection connection, Path data) throws SQLException {
    requireSetting(connection, "fsync", "on");
    requireSetting(connection, "synchronous_commit", "on");
    requireSetting(connection, "data_directory", data.toString());
  }

  private static void requireSetting(Connection connection, String name, String wanted)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("show " + name)) {
      row.next();
      if (!row.getString(1).equals(wanted)) {
        throw new EmbeddedServicesException(
            "PostgreSQL has %s = %s where %s is needed: nothing is started."
                .formatted(name, row.getString(1), wanted));
      }
    }
  }

  private static void createDatabases(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String name : DATABASES) {
        // one by one: a first start cut short may have made some of them
        if (isMissing(statement, "pg_roles where rolname = '" + name + "'")) {
          statement.execute("create role " + name + " login password '" + name + "'");
        }
        if (isMissing(statement, "pg_database where datname = '" + name + "'")) {
          statement.execute("create database " + name + " owner " + name);
        }
      }
    }
  }

  private static boolean isMissing(Statement statement, String what) throws SQLException {
    try (ResultSet rows = statement.executeQuery("select 1 from " + what)) {
      return !rows.next();
    }
  }

  static ProcessBuilder logged(ProcessBuilder command, Path log) {
    return command.redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
  }

  long pid() {
    return postmaster.pid();
  }

  void stop() {
    try {
      // the library's own way, because it also gives its lock on the folder back
      server.close();
    } catch (IOException e) {
      // what counts is whether it ended
    }
    if (postmaster.isAlive()) {
      // the fast shutdown: running statements are cut off, everything committed is kept
      Child.stop(postmaster, "INT");
    }
  }
}
