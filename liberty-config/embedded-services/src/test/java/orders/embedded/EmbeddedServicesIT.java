package orders.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL and Redis for real, in a folder with a space in its name. */
class EmbeddedServicesIT {
  @TempDir Path temporary;

  private final int postgresPort = freePort();
  private final int redisPort = freePort();
  private EmbeddedServices services;

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Path directory() {
    return temporary.resolve("a folder");
  }

  private EmbeddedServices start() {
    services =
        EmbeddedServices.start(
            directory(), OptionalInt.of(postgresPort), OptionalInt.of(redisPort));
    return services;
  }

  @AfterEach
  void stop() {
    if (services != null) {
      services.stop();
    }
  }

  private String query(String sql) throws SQLException {
    String url = "jdbc:postgresql://localhost:" + postgresPort + "/orders";
    try (var connection = DriverManager.getConnection(url, "orders", "orders");
        var statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      try (var row = statement.getResultSet()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  @Test
  void what_is_committed_is_on_disk_and_is_there_after_a_restart() throws Exception {
    start();
    assertThat(query("show fsync")).isEqualTo("on");
    assertThat(query("show synchronous_commit")).isEqualTo("on");
    query("create table kept as select 'here' as word");
    services.stop();

    start();

    assertThat(query("select word from kept")).isEqualTo("here");
  }

  @Test
  void a_second_run_on_the_same_folder_is_refused_and_the_first_goes_on() throws Exception {
    start();

    // by another process: one JVM holds a lock only once anyway
    Process second = startInAJvmOfItsOwn(freePort(), freePort());
    String said = new String(second.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(said).contains("Another run already uses " + directory() + ": stop it first");
    assertThat(query("select 1")).isEqualTo("1");
  }

  @Test
  void a_port_in_use_is_named_with_the_setting_that_changes_it() throws Exception {
    try (var taken = new ServerSocket(redisPort, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(this::start)
          .isInstanceOf(EmbeddedServicesException.class)
          .hasMessageContaining("port " + taken.getLocalPort() + " is in use")
          .hasMessageContaining("EMBEDDED_REDIS_PORT");
    }
  }

  @Test
  void kill_minus_nine_of_the_jvm_leaves_no_process_and_no_marker_behind() throws Exception {
    Process jvm = startInAJvmOfItsOwn(postgresPort, redisPort);
    ProcessHandle[] children = childrenOf(jvm);
    Path marker = directory().resolve("running");
    assertThat(marker).exists();

    jvm.destroyForcibly();

    for (ProcessHandle child : children) {
      child.onExit().get(30, TimeUnit.SECONDS);
    }
    assertThat(marker).doesNotExist();
  }

  @Test
  void a_process_id_that_belongs_to_somebody_else_by_now_does_no_harm() throws Exception {
    start().stop();
    Process stranger = new ProcessBuilder("sleep", "60").start();
    try {
      Files.writeString(
          directory().resolve("postgres/postmaster.pid"), stranger.pid() + "\nleft over\n");
      Files.writeString(directory().resolve("redis/redis.pid"), stranger.pid() + "\n");

      start();

      assertThat(query("select 1")).isEqualTo("1");
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  private Process startInAJvmOfItsOwn(int postgres, int redis) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            StartAndWait.class.getName(),
            directory().toString(),
            Integer.toString(postgres),
            Integer.toString(redis))
        .start();
  }

  private static ProcessHandle[] childrenOf(Process jvm) throws IOException {
    var output =
        new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8));
    String line = output.readLine();
    while (line != null && !line.matches("[0-9]+ [0-9]+")) {
      line = output.readLine();
    }
    assertThat(line).as("process ids").isNotNull();
    String[] pids = line.split(" ");
    return new ProcessHandle[] {
      ProcessHandle.of(Long.parseLong(pids[0])).orElseThrow(),
      ProcessHandle.of(Long.parseLong(pids[1])).orElseThrow()
    };
  }
}
