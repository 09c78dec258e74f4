package orders.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One Liberty server as a process that can be killed. */
final class Liberty {
  private static final Path ROOT = Path.of(System.getProperty("orders.root"));
  private static final Path WLP = Path.of(System.getProperty("orders.wlp"));
  private static final Path SOURCES = ROOT.resolve("liberty-config/src/main/liberty");

  private final String name;
  private final Path userDirectory;
  private final Map<String, String> environment;
  private Process process;

  private Liberty(String name, Path userDirectory, Map<String, String> environment) {
    this.name = name;
    this.userDirectory = userDirectory;
    this.environment = environment;
  }

  /**
   * @param userDirectory of its own
   * @param environment the settings
   * @return all three services in one server, not started yet
   */
  static Liberty allInOne(Path userDirectory, Map<String, String> environment) {
    return laidOut(
        "orders",
        SOURCES.resolve("config/server.xml"),
        List.of(
            "gateway-war", "inventory-war", "payments-war", "liberty-config/embedded-services-war"),
        userDirectory,
        environment);
  }

  /**
   * @param service gateway, inventory or payments
   * @param userDirectory may be shared with the other two
   * @param environment the settings
   * @return that service in a server of its own, not started yet
   */
  static Liberty alone(String service, Path userDirectory, Map<String, String> environment) {
    return laidOut(
        service,
        SOURCES.resolve("services/" + service + "/server.xml"),
        List.of(service + "-war"),
        userDirectory,
        environment);
  }

  private static Liberty laidOut(
      String name, Path serverXml, List<String> wars, Path user, Map<String, String> environment) {
    Path server = user.resolve("servers/" + name);
    copy(serverXml, server.resolve("server.xml"));
    try (Stream<Path> snippets = Files.list(SOURCES.resolve("config/snippets"))) {
      snippets.forEach(
          snippet -> copy(snippet, server.resolve("snippets/" + snippet.getFileName())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (String war : wars) {
      String file = Path.of(war).getFileName() + ".war";
      copy(ROOT.resolve(war + "/target/" + file), server.resolve("apps/" + file));
    }
    copy(driver(), user.resolve("shared/resources/jdbc/postgresql.jar"));
    return new Liberty(name, user, environment);
  }

  private static Path driver() {
    var source = org.postgresql.Driver.class.getProtectionDomain().getCodeSource();
    return Path.of(java.net.URI.create(source.getLocation().toString()));
  }

  private static void copy(Path from, Path to) {
    try {
      Files.createDirectories(to.getParent());
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it and returns at once; what it prints goes to {@link #console()}. */
  void start() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.add("-Xmx384m");
    // they live for a minute: the second compiler would take longer than what it saves
    command.add("-XX:TieredStopAtLevel=1");
    // as the server script does; without the script, so that the process killed is the server
    String options = Runtime.version().feature() >= 24 ? "java24.options" : "java9.options";
    command.addAll(lines(WLP.resolve("lib/platform/java").resolve(options)));
    command.addAll(lines(SOURCES.resolve("config/jvm.options")));
    command.add("-javaagent:" + WLP.resolve("bin/tools/ws-javaagent.jar"));
    command.add("-jar");
    command.add(WLP.resolve("bin/tools/ws-server.jar").toString());
    command.add(name);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(Redirect.to(console().toFile()));
    // settings of the shell that runs the tests must not reach the server
    builder
        .environment()
        .keySet()
        .removeIf(key -> key.contains("POSTGRES") || key.contains("_URL"));
    builder.environment().putAll(environment);
    builder.environment().put("WLP_USER_DIR", userDirectory.toString());
    builder.environment().put("keystore_password", "only-for-tests");
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path options) {
    try (Stream<String> lines = Files.lines(options)) {
      return lines.filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path console() {
    return userDirectory.resolve(name + ".console.log");
  }

  /** What it has printed since its last start. */
  String printed() {
    try {
      return Files.exists(console()) ? Files.readString(console()) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** SIGSTOP: it stands still, and does not know it. */
  void freeze() {
    signal("STOP");
  }

  /** SIGCONT. */
  void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(pid())).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** kill -9. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** SIGTERM, as at Ctrl-C; waits until it has ended. */
  void stop() {
    if (isAlive()) {
      process.destroy();
      awaitEnd();
    }
  }

  int exitValue() {
    return process.exitValue();
  }

  /** Waits for its end; a start that ends by itself takes a minute and more on a busy machine. */
  void awaitEnd() {
    try {
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError(name + " did not end, see " + console());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
