package orders.settings;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What `docker compose` sets by itself, beside the settings: it reads no Java either. */
class ComposeTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern DEFAULT = Pattern.compile("\\$\\{([A-Z_]+):?-([^}]*)}");
  private static final Pattern PASSED_ON = Pattern.compile("(?m)^ +([A-Z][A-Z_]*):");

  /** Other than on a laptop, because a container is. */
  private static final Map<String, String> OF_CONTAINERS =
      Map.of(
          // read by a machine
          "LOG_FORMAT", "json",
          // the edge has TLS
          "SECURE_HSTS_SECONDS", "31536000",
          // that of the embedded system, for the README's order
          "INITIAL_STOCK", "SKU1=50");

  /** The networks, ports and volumes are the compose file's own, and so is what names them. */
  private static final Pattern FIXED =
      Pattern.compile(
          ".*_PORT|.*BIND_HOST|.*_HOST_ALIASES|(|INVENTORY_|PAYMENTS_)POSTGRES_.*|EMBEDDED_.*"
              + "|CONNECTION_IDLE_SECS|REDIS_URL|SERVICE_TOKEN|SECURE_SSL_REDIRECT");

  @Test
  void a_default_of_a_setting_is_the_settings_own() throws IOException {
    Map<String, String> defaults =
        found(DEFAULT, "compose.yml")
            .filter(it -> settings().contains(it.group(1)))
            .collect(toMap(it -> it.group(1), it -> it.group(2), (one, other) -> one));

    assertThat(defaults).containsAllEntriesOf(OF_CONTAINERS).hasSizeGreaterThan(3);
    defaults.forEach(
        (setting, value) ->
            assertThat(value)
                .as(setting)
                .isEqualTo(
                    OF_CONTAINERS.getOrDefault(
                        setting, Setting.valueOf(setting).defaultValue().orElse(null))));
  }

  @Test
  void every_setting_is_passed_on_or_fixed() throws IOException {
    Set<String> passedOn = found(PASSED_ON, "compose.yml").map(it -> it.group(1)).collect(toSet());
    var missing = new TreeSet<>(settings());
    missing.removeAll(passedOn);

    assertThat(missing).allMatch(setting -> FIXED.matcher(setting).matches());
  }

  @Test
  void an_example_sets_nothing_that_is_not_read() throws IOException {
    String compose = Files.readString(ROOT.resolve("compose.yml"));

    for (String example : new String[] {".env.dev.example", ".env.prod.example"}) {
      Set<String> set =
          found(Pattern.compile("(?m)^([A-Z_]+)="), example)
              .map(it -> it.group(1))
              .collect(toSet());
      assertThat(set).hasSizeGreaterThan(5);
      assertThat(set)
          .allSatisfy(
              name -> assertThat(compose).as(example).containsPattern("\\b" + name + "\\b"));
    }
  }

  @Test
  void the_base_image_has_the_release_of_open_liberty_of_the_pom() throws IOException {
    String release =
        found(Pattern.compile("<liberty.version>([^<]+)<"), "pom.xml")
            .findAny()
            .orElseThrow()
            .group(1);

    assertThat(found(Pattern.compile("open-liberty:([0-9.]+)-"), "deploy/images/Dockerfile"))
        .extracting(it -> it.group(1))
        .containsExactly(release);
  }

  private static Set<String> settings() {
    return Stream.of(Setting.values()).map(Setting::name).collect(toSet());
  }

  private static Stream<MatchResult> found(Pattern pattern, String file) throws IOException {
    return pattern.matcher(Files.readString(ROOT.resolve(file))).results();
  }
}
