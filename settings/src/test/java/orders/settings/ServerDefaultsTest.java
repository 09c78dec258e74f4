package orders.settings;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/**
 * The server reads no Java: its defaults stand a second time, and must be those of the settings.
 */
class ServerDefaultsTest {
  private static final Path CONFIGURATION = Path.of("../liberty-config");
  private static final String OF_THE_POM = "liberty.defaultVar.";

  /** What a setting that has no default is for the server, and in which file. */
  private static final List<Default> OF_THE_SERVER_ALONE =
      List.of(
          // on a laptop nobody else has any business; a container is reached from outside
          of("src/main/liberty/config/server.xml", Setting.BIND_HOST, "localhost"),
          of("src/main/liberty/config/snippets/common.xml", Setting.BIND_HOST, "*"),
          // where the embedded one is
          of("src/main/liberty/config/snippets/common.xml", Setting.POSTGRES_HOST, "localhost"),
          // a variable without a value does not exist
          of("src/main/liberty/config/snippets/common.xml", Setting.POSTGRES_SSLROOTCERT, ""),
          // of the embedded one, if one is started, and of any other
          of("pom.xml", Setting.POSTGRES_PORT, DatabaseSettings.EMBEDDED_PORT),
          of("pom.xml", Setting.POSTGRES_PORT, DatabaseSettings.USUAL_PORT),
          usualPort("gateway"),
          usualPort("inventory"),
          usualPort("payments"),
          // in the project, whichever folder Maven runs in
          of(
              "pom.xml",
              Setting.EMBEDDED_DIRECTORY,
              "${maven.multiModuleProjectDirectory}/.embedded"));

  private record Default(String file, String setting, String value) {

    /** A service's own database is the gateway's, as far as it is not set. */
    boolean isOfTheGateway() {
      String gateways = setting.replaceFirst("^(?:INVENTORY|PAYMENTS)_", "");
      return value.equals("${" + gateways + "}") && !gateways.equals(setting);
    }
  }

  private static Default of(String file, Setting setting, String value) {
    return new Default(file, setting.name(), value);
  }

  private static Default usualPort(String service) {
    return of(
        "src/main/liberty/services/" + service + "/server.xml",
        Setting.POSTGRES_PORT,
        DatabaseSettings.USUAL_PORT);
  }

  @Test
  void the_server_has_the_default_of_each_setting() throws Exception {
    Set<String> settings = Stream.of(Setting.values()).map(Setting::name).collect(toSet());
    List<Default> found =
        defaults().stream().filter(it -> settings.contains(it.setting())).toList();

    List<Default> others =
        found.stream()
            .filter(it -> !it.value().equals(defaultOf(it)) && !it.isOfTheGateway())
            .toList();

    assertThat(found).hasSizeGreaterThan(others.size() + 20);
    assertThat(others).containsExactlyInAnyOrderElementsOf(OF_THE_SERVER_ALONE);
    assertThat(others).allSatisfy(it -> assertThat(defaultOf(it)).isNull());
  }

  private static String defaultOf(Default server) {
    return Setting.valueOf(server.setting()).defaultValue().orElse(null);
  }

  /** In the variables of the configuration, and in the properties of the pom. */
  private static List<Default> defaults() throws Exception {
    var found = new ArrayList<Default>();
    for (Element variable : elements(Path.of("pom.xml"), "*")) {
      if (variable.getTagName().startsWith(OF_THE_POM)) {
        String name = variable.getTagName().substring(OF_THE_POM.length());
        found.add(new Default("pom.xml", name, variable.getTextContent()));
      }
    }
    try (Stream<Path> files = Files.walk(CONFIGURATION.resolve("src/main/liberty"))) {
      for (Path file : files.filter(it -> it.toString().endsWith(".xml")).toList()) {
        Path name = CONFIGURATION.relativize(file);
        for (Element variable : elements(name, "variable")) {
          if (variable.hasAttribute("defaultValue")) {
            found.add(
                new Default(
                    name.toString(),
                    variable.getAttribute("name"),
                    variable.getAttribute("defaultValue")));
          }
        }
      }
    }
    return found;
  }

  private static List<Element> elements(Path file, String tag) throws Exception {
    var nodes =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(CONFIGURATION.resolve(file).toFile())
            .getElementsByTagName(tag);
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }
}
