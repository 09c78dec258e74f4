package orders.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Scanner;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a command in the documentation asks for is there. */
class DocumentedCommandsTest {

  /** Up to the end of the line, of the command or of what is set as one, or to a remark. */
  private static final Pattern MAVEN = Pattern.compile("mvn ((?:[^\\n`#&|]|(?<=\\\\)\\n)+)");

  private static final Pattern TESTS = Pattern.compile("-D(?:it\\.)?test=([\\w,]+)");
  private static final Pattern PROPERTY = Pattern.compile("-D([a-z][\\w.]*)");
  private static final Pattern JAR = Pattern.compile("([\\w-]+)/target/([\\w.-]+)\\.jar");

  /** What a command is about, and what is run in it; in a loop a name has a variable. */
  private static final Pattern SERVICES =
      Pattern.compile(
          "docker compose (?:up|logs|exec|run|restart|stop)(?: -{1,2}[A-Za-z]+(?: (?:\\d+|sh))?)*"
              + "((?: [a-z$][a-z$-]*)+)");

  private static final Pattern COMPOSE_PROFILE = Pattern.compile("docker compose --profile (\\w+)");

  /** Run by its path alone, or given to a shell. */
  private static final Pattern SCRIPT = Pattern.compile("(\\bsh )?(?<!\\w)(deploy/[\\w/-]+\\.sh)");

  private static final Set<String> FLAGS = Set.of("-am", "-q");

  private static final Set<String> PHASES =
      Set.of("clean", "compile", "test", "package", "verify", "install");

  /** Of the plugins that a pom names. */
  private static final Set<String> GOALS = Set.of("liberty:dev", "liberty:run", "spotless:apply");

  private static final Set<String> PROPERTIES_OF_PLUGINS =
      Set.of(
          "failsafe.failIfNoSpecifiedTests",
          "it.test",
          "skipTests",
          "surefire.failIfNoSpecifiedTests",
          "test");

  private static final String POMS = Documents.textOf("(?:.*/)?pom\\.xml");

  @Test
  void every_module_profile_plugin_goal_and_phase_exists() {
    for (MatchResult command : Documents.named(MAVEN)) {
      var words = new Scanner(command.group(1)).useDelimiter("[\\s\\\\]+");
      while (words.hasNext()) {
        check(words.next(), words);
      }
    }
  }

  private static void check(String word, Scanner next) {
    if (word.equals("-pl")) {
      assertThat(next.next().split(","))
          .allSatisfy(module -> assertThat(Documents.FILES).contains(Path.of(module, "pom.xml")));
    } else if (word.equals("-T")) {
      assertThat(next.nextInt()).isPositive();
    } else if (word.startsWith("-P")) {
      String profile = word.substring("-P".length());
      assertThat(POMS.contains("<id>" + profile + "</id>")).as(word).isTrue();
    } else if (word.contains(":")) {
      assertThat(GOALS).contains(word);
      assertThat(POMS).contains(word.replaceFirst(":.*", "-maven-plugin"));
    } else if (word.startsWith("-")) {
      assertThat(word.startsWith("-D") || FLAGS.contains(word)).as(word).isTrue();
    } else {
      assertThat(PHASES).contains(word);
    }
  }

  @Test
  void every_property_is_read_by_somebody() {
    String sources = Documents.textOf(".*/src/main/java/.*\\.java");
    for (MatchResult property : Documents.named(PROPERTY)) {
      if (!PROPERTIES_OF_PLUGINS.contains(property.group(1))) {
        boolean read = sources.contains('"' + property.group(1) + '"');
        assertThat(read).as(property.group()).isTrue();
      }
    }
  }

  @Test
  void every_test_that_is_asked_for_exists() {
    for (MatchResult tests : Documents.named(TESTS)) {
      for (String test : tests.group(1).split(",")) {
        boolean exists = test.equals("none") || Documents.has("src/test/java/**/" + test + ".java");
        assertThat(exists).as(test).isTrue();
      }
    }
  }

  @Test
  void every_jar_is_built() {
    for (MatchResult jar : Documents.named(JAR)) {
      String pom = Documents.text(Path.of(jar.group(1), "pom.xml"));
      boolean built = pom.contains("<finalName>" + jar.group(2) + "</finalName>");
      assertThat(built).as(jar.group()).isTrue();
    }
  }

  /** Of what a container is told to run, its own name alone. */
  private static List<String> named(MatchResult command) {
    List<String> words = List.of(command.group(1).strip().split(" "));
    return command.group().matches(".* (exec|run) .*") ? words.subList(0, 1) : words;
  }

  @Test
  void every_container_that_a_command_is_about_is_in_the_compose_file() {
    String compose = Documents.text(Path.of("compose.yml"));
    // a volume may have the same name
    String services =
        compose.substring(compose.indexOf("\nservices:"), compose.indexOf("\nnetworks:"));
    for (MatchResult command : Documents.named(SERVICES)) {
      for (String name : named(command)) {
        for (String each : List.of("orders", "inventory", "payments")) {
          assertThat(services)
              .as(command.group())
              .containsPattern("(?m)^  " + name.replace("$s", each) + ":");
        }
      }
    }
    for (MatchResult profile : Documents.named(COMPOSE_PROFILE)) {
      assertThat(compose)
          .as(profile.group())
          .containsPattern("profiles: \\[.*\\b" + profile.group(1) + "\\b.*\\]");
    }
  }

  @Test
  void every_script_is_there_and_can_be_run() {
    for (MatchResult script : Documents.named(SCRIPT)) {
      Path path = Path.of(script.group(2));
      assertThat(Documents.FILES).contains(path);
      assertThat(script.group(1) != null || Files.isExecutable(Path.of("..").resolve(path)))
          .as("%s can be run", path)
          .isTrue();
    }
  }
}
