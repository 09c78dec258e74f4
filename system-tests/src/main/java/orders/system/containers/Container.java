package orders.system.containers;

import java.util.List;

/**
 * A container, at one moment.
 *
 * @param id the engine's
 * @param service that it belongs to
 * @param pid of its main process on the engine's machine; 0 if it does not run
 * @param image that it was made of
 * @param health as its health check says, or none if it has no such check
 * @param addresses one for each of its networks
 */
public record Container(
    String id, String service, long pid, String image, String health, List<String> addresses) {

  /** What {@code docker inspect} is to print; {@link #parse} reads it. */
  static final String FORMAT =
      "{{.Id}} {{index .Config.Labels \"com.docker.compose.service\"}} {{.State.Pid}} {{.Image}}"
          + " {{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}}"
          + "{{range .NetworkSettings.Networks}} {{.IPAddress}}{{end}}";

  static Container parse(String line) {
    List<String> words = List.of(line.strip().split(" +"));
    return new Container(
        words.get(0),
        words.get(1),
        Long.parseLong(words.get(2)),
        words.get(3),
        words.get(4),
        words.subList(5, words.size()));
  }

  /**
   * @return whether its health check says so
   */
  public boolean isHealthy() {
    return pid != 0 && health.equals("healthy");
  }
}
