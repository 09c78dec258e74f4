package orders.system.containers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The commands of docs/operations.md, run in the root of the repository, with the environment that
 * this process has. Which compose that is, is in the system property or variable {@code
 * orders.compose}, and which docker in {@code orders.docker}.
 */
public final class Compose {

  /** Those that run for as long as the system does, and have a health check. */
  public static final List<String> SERVICES =
      List.of(
          "edge",
          "gateway",
          "inventory",
          "payments",
          "orders-db",
          "inventory-db",
          "payments-db",
          "redis");

  /** The {@code stop_grace_period} of the services. */
  private static final String STOP_SECONDS = "40";

  /** Four servers that start at once, on a machine that may have other work. */
  private static final Duration HEALTHY_MAX = Duration.ofMinutes(15);

  private final Path root = Path.of(System.getProperty("orders.root"));
  private final List<String> compose = setting("orders.compose", "docker compose");
  private final List<String> docker = setting("orders.docker", "docker");

  private static List<String> setting(String name, String otherwise) {
    String variable = System.getenv().getOrDefault(name, otherwise);
    return List.of(System.getProperty(name, variable).strip().split(" +"));
  }

  /**
   * @param arguments after {@code docker compose}
   * @return how it ended
   */
  public Ended run(String... arguments) {
    return command(compose, arguments).run();
  }

  /**
   * @param arguments after {@code docker compose up -d}
   */
  public void up(String... arguments) {
    run(words(List.of("up", "-d"), arguments)).successfully();
  }

  /**
   * @param services to be stopped; all if there are none
   */
  public void stop(String... services) {
    run(words(List.of("stop"), services)).successfully();
  }

  /**
   * Makes the secrets of a folder anew, and those use it that know them.
   *
   * @param folder below {@code /run/secrets}
   * @param users the services that read it at their start
   */
  public void renewSecrets(String folder, String... users) {
    run("run", "--rm", "-T", "secrets", "renew", folder).successfully();
    if (folder.endsWith("-db")) {
      exec(folder, "sh", "/docker-entrypoint-initdb.d/service-role.sh").successfully();
    }
    run(words(List.of("restart"), users)).successfully();
  }

  /** Deletes every order, and the secrets. */
  public void reset() {
    run("down", "--volumes").successfully();
  }

  /**
   * @param service in whose container it is run
   * @param command with its arguments
   * @return how it ended
   */
  public Ended exec(String service, String... command) {
    return inside(service, command).run();
  }

  /**
   * @param service in whose container it is
   * @param file that is there
   * @return what is in it
   */
  public String read(String service, String file) {
    return exec(service, "cat", file).successfully().output();
  }

  /**
   * @param service orders, inventory or payments
   * @param backup where its database is written to
   */
  public void dump(String service, Path backup) {
    inside(service + "-db", "pg_dump", "-U", "postgres", "-Fc", service)
        .to(backup)
        .run()
        .successfully();
  }

  /**
   * @param service orders, inventory or payments
   * @param backup of its database, which becomes as it was then
   */
  public void restore(String service, Path backup) {
    inside(
            service + "-db",
            "pg_restore",
            "-U",
            "postgres",
            "--clean",
            "--if-exists",
            "--single-transaction",
            "-d",
            service)
        .from(backup)
        .run()
        .successfully();
  }

  /**
   * @return how the reconciler ended: with 0 if everything adds up, with 1 if not
   */
  public Ended reconcile() {
    Ended verdict = run("run", "--rm", "-T", "reconciler");
    if (verdict.code() > 1) {
      throw new AssertionError(verdict.toString());
    }
    return verdict;
  }

  /**
   * @return all that there are now, those that ended too
   */
  public List<Container> containers() {
    List<String> ids = run("ps", "-q").successfully().output().lines().toList();
    if (ids.isEmpty()) {
      return List.of();
    }
    var arguments = new ArrayList<>(List.of("inspect", "--format", Container.FORMAT));
    arguments.addAll(ids);
    // one that is gone by now is an error of the command, and not shown
    return command(docker, arguments.toArray(String[]::new))
        .run()
        .output()
        .lines()
        .filter(line -> !line.isBlank())
        .map(Container::parse)
        .toList();
  }

  /**
   * @param service of one container or several
   * @return these
   */
  public List<Container> containers(String service) {
    return of(service, containers());
  }

  /**
   * @param service of one container or several
   * @param all containers
   * @return these
   */
  public static List<Container> of(String service, List<Container> all) {
    return all.stream().filter(each -> each.service().equals(service)).toList();
  }

  /**
   * Ends its main process as a crash would: what the engine itself is asked to kill, it does not
   * start again. From a container that sees the machine's processes, for which nobody has to be
   * root here.
   *
   * @param container that runs
   */
  public void crash(Container container) {
    command(
            docker,
            "run",
            "--rm",
            "--pid=host",
            "--network=none",
            "--user=0",
            "--entrypoint=bash",
            container.image(),
            "-c",
            "kill -KILL " + container.pid())
        .run()
        .successfully();
  }

  /**
   * Asks its main process to end, and lets it run until it has, for as long as compose.yml gives
   * it.
   *
   * @param container that runs
   * @return the exit status of its main process; 137 if it had to be killed
   */
  public int terminate(Container container) {
    command(docker, "stop", "--time", STOP_SECONDS, container.id()).run().successfully();
    return Integer.parseInt(
        command(docker, "inspect", "--format", "{{.State.ExitCode}}", container.id())
            .run()
            .successfully()
            .output()
            .strip());
  }

  /**
   * @param container that was terminated, and is to run again
   */
  public void start(Container container) {
    command(docker, "start", container.id()).run().successfully();
  }

  /**
   * @param container that crashed
   */
  public void awaitRestart(Container container) {
    await(
        container.service() + " to be started again",
        now ->
            now.stream()
                .filter(each -> each.id().equals(container.id()))
                .anyMatch(each -> each.pid() != container.pid() && each.isHealthy()));
  }

  /** Waits until each of {@link #SERVICES} is healthy. */
  public void awaitHealthy() {
    awaitHealthy(SERVICES);
  }

  /**
   * @param services for whose containers, all of them, it waits
   */
  public void awaitHealthy(List<String> services) {
    await(
        "healthy containers of " + services,
        now -> services.stream().allMatch(service -> isHealthy(now, service)));
  }

  /**
   * @param what is waited for
   * @param condition on the containers that there are
   * @throws org.awaitility.core.ConditionTimeoutException if it does not hold in a quarter of an
   *     hour
   */
  public void await(String what, Predicate<List<Container>> condition) {
    Awaitility.await(what)
        .pollInSameThread()
        // a look at them is two commands, each of which takes a core for a second
        .pollInterval(Duration.ofSeconds(2))
        .pollDelay(Duration.ZERO)
        .atMost(HEALTHY_MAX)
        .until(() -> condition.test(containers()));
  }

  private static boolean isHealthy(List<Container> all, String service) {
    List<Container> own = of(service, all);
    return !own.isEmpty() && own.stream().allMatch(Container::isHealthy);
  }

  private Command inside(String service, String... command) {
    return command(compose, words(List.of("exec", "-T", service), command));
  }

  private static String[] words(List<String> begin, String... rest) {
    return Stream.concat(begin.stream(), Stream.of(rest)).toArray(String[]::new);
  }

  private Command command(List<String> program, String... arguments) {
    var line = new ArrayList<>(program);
    line.addAll(List.of(arguments));
    return new Command(line, root);
  }
}
