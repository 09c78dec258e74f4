package orders.system.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * A disk that is full: the tables that grow stand on a small file system of their own for a while,
 * and somebody else's file takes what is left of it. That needs the right to mount one.
 */
final class ChaosDisk implements AutoCloseable {
  private static final String NAME = "disk full";

  /** PostgreSQL's SQLSTATE disk_full. */
  private static final String DISK_FULL = "53100";

  /** The table that grows, by the database that it is in. */
  private static final Map<String, String> TABLES =
      Map.of("orders", "orders", "inventory", "reservation", "payments", "charge");

  private final ChaosSystem system;
  private final ChaosDatabase database;
  private final ChaosClients clients;
  private final Path disk;
  private boolean mounted;

  /**
   * @param disk a folder that is made here; not inside of the database's
   */
  ChaosDisk(ChaosSystem system, ChaosDatabase database, ChaosClients clients, Path disk) {
    this.system = system;
    this.database = database;
    this.clients = clients;
    this.disk = disk;
  }

  /** Empty, and so said in the report, if this user may not mount. */
  List<ChaosStrike> strikes() {
    mounted = mount();
    if (!mounted) {
      system.tally.leaveOut(NAME, "only who may mount has a small disk: root, or unshare -rm");
      return List.of();
    }
    return List.of(new ChaosStrike(NAME, false, this::fill));
  }

  private boolean mount() {
    try {
      Files.createDirectories(disk);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk.toString());
  }

  private static boolean run(String... command) {
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private long fill() throws SQLException {
    try {
      for (var table : TABLES.entrySet()) {
        move(table.getKey(), table.getValue(), true);
      }
      Path file = disk.resolve("somebody-elses");
      writeUntilFull(file);
      long refused = 0;
      for (int second = 0; second < 10; second++) {
        clients.tryOnce(2);
        ChaosStrike.sleep(1000);
        refused += isFull() ? 1 : 0;
      }
      Files.delete(file);
      return refused;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      for (var table : TABLES.entrySet()) {
        move(table.getKey(), table.getValue(), false);
      }
    }
  }

  private boolean isFull() throws SQLException {
    try (var connection = database.superuser("orders")) {
      ChaosDatabase.execute(
          connection,
          "create table filling tablespace small_orders as"
              + " select repeat('x', 1000) from generate_series(1, 1000)");
      ChaosDatabase.execute(connection, "drop table filling");
      return false;
    } catch (SQLException e) {
      if (!DISK_FULL.equals(e.getSQLState())) {
        throw e;
      }
      return true;
    }
  }

  private void move(String name, String table, boolean toDisk) throws SQLException {
    try (var connection = database.superuser(name)) {
      String space = "small_" + name;
      if (toDisk) {
        Path folder = Files.createDirectories(disk.resolve(name));
        ChaosDatabase.execute(
            connection, "create tablespace " + space + " location '" + folder + "'");
        ChaosDatabase.execute(connection, "alter table " + table + " set tablespace " + space);
      } else {
        ChaosDatabase.execute(connection, "alter table " + table + " set tablespace pg_default");
        ChaosDatabase.execute(connection, "drop tablespace " + space);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeUntilFull(Path file) throws IOException {
    byte[] page = new byte[4096];
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(page);
      }
    } catch (IOException full) {
      if (Files.size(file) == 0) {
        throw full;
      }
    }
  }

  @Override
  public void close() {
    if (mounted) {
      run("umount", "-l", disk.toString());
    }
  }
}
