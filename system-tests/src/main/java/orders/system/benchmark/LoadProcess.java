package orders.system.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The {@link LoadGenerator} in its process, as the benchmark sees it. */
final class LoadProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader results;
  private final PrintStream loads;
  private long next;

  /**
   * Starts it.
   *
   * @param gateway that is loaded
   * @param postgresPort where PostgreSQL listens on this machine
   */
  LoadProcess(URI gateway, int postgresPort) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-Dhttp.maxConnections=1000",
                "-cp",
                System.getProperty("java.class.path"),
                LoadGenerator.class.getName(),
                gateway.toString(),
                Integer.toString(postgresPort))
            .redirectError(Redirect.INHERIT)
            .start();
    results = process.inputReader(StandardCharsets.US_ASCII);
    loads = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
    if (!"ready".equals(results.readLine())) {
      throw new AssertionError("the load generator did not start");
    }
  }

  /**
   * @param workload its name
   * @param clients as in {@link Load}
   * @param seconds as in {@link Load}
   * @param perSecond as in {@link Load}
   * @return what came of it; no two requests of all loads have the same number
   */
  LoadResult run(String workload, int clients, int seconds, double perSecond) throws IOException {
    loads.println(new Load(workload, clients, seconds, perSecond, next).line());
    LoadResult result = LoadResult.parse(results.readLine());
    next = result.next();
    return result;
  }

  /**
   * @return the process
   */
  ProcessHandle handle() {
    return process.toHandle();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
