package orders.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortsCheckTest {
  private static final List<Setting> PORTS = List.of(Setting.GATEWAY_PORT, Setting.OPERATORS_PORT);

  private static Function<String, Optional<String>> settings(
      String bindHost, int gateway, int operators) {
    var values =
        Map.of(
            "BIND_HOST",
            bindHost,
            "OPERATORS_BIND_HOST",
            "localhost",
            "GATEWAY_PORT",
            Integer.toString(gateway),
            "OPERATORS_PORT",
            Integer.toString(operators));
    return name -> Optional.ofNullable(values.get(name));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void a_port_in_use_is_named_with_its_setting() throws Exception {
    int free = freePort();
    int port = freePort();
    try (var other = new OtherProcess(port)) {
      assertThat(other.process.isAlive()).isTrue();
      for (String bindHost : List.of("localhost", "*")) {
        assertThat(PortsCheck.closed(settings(bindHost, port, free), PORTS))
            .containsExactly(
                "GATEWAY_PORT %d cannot be opened, it is in use or forbidden: stop the program that uses it, or set GATEWAY_PORT"
                    .formatted(port));
      }
      assertThat(PortsCheck.closed(settings("localhost", free, port), PORTS))
          .singleElement()
          .asString()
          .startsWith("OPERATORS_PORT " + port);
      assertThat(PortsCheck.isOpen(settings("localhost", port, free), Setting.GATEWAY_PORT))
          .as("open here")
          .isFalse();
    }
    assertThat(PortsCheck.closed(settings("localhost", free, freePort()), PORTS)).isEmpty();
  }

  /** On a slow machine the server has opened it when the application comes to ask. */
  @Test
  void a_port_that_the_server_itself_has_opened_is_no_problem() throws IOException {
    for (String host : List.of("localhost", "::1", "*")) {
      InetAddress address =
          host.equals("*") ? new InetSocketAddress(0).getAddress() : InetAddress.getByName(host);
      try (var own = new ServerSocket(0, 1, address)) {
        var settings = settings(host, own.getLocalPort(), freePort());

        assertThat(PortsCheck.closed(settings, PORTS)).as(host).isEmpty();
        assertThat(PortsCheck.isOpen(settings, Setting.GATEWAY_PORT)).as(host).isTrue();
        assertThat(PortsCheck.isOpen(settings, Setting.OPERATORS_PORT)).as(host).isFalse();
      }
    }
  }

  /** Listens at a port of the loopback address until it is closed. */
  private static final class OtherProcess implements AutoCloseable {
    private final Process process;

    OtherProcess(int port) throws IOException {
      String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
      process =
          new ProcessBuilder(
                  java,
                  "-cp",
                  System.getProperty("java.class.path"),
                  Listening.class.getName(),
                  Integer.toString(port))
              .start();
      // it says when it listens
      assertThat(process.getInputStream().read()).isPositive();
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }

  static final class Listening {
    private Listening() {}

    public static void main(String[] port) throws IOException {
      try (var socket =
          new ServerSocket(Integer.parseInt(port[0]), 1, InetAddress.getLoopbackAddress())) {
        System.out.println("listening");
        socket.accept();
      }
    }
  }

  @Test
  void a_host_that_is_not_this_machine_is_named_in_place_of_the_port() throws IOException {
    // 192.0.2.0/24 is nobody's, RFC 5737
    for (String host : List.of("192.0.2.1", "no-such-host.invalid")) {
      assertThat(
              PortsCheck.closed(
                  settings(host, freePort(), freePort()), List.of(Setting.GATEWAY_PORT)))
          .containsExactly(
              "BIND_HOST '%s' is wrong: it is no address of this machine".formatted(host));
    }
  }

  @Test
  void a_port_that_two_settings_ask_for_is_named_with_both() {
    assertThat(PortsCheck.usedTwice(settings("*", 8000, 8000), PORTS))
        .containsExactly(
            "GATEWAY_PORT and OPERATORS_PORT are both 8000: set one of them to another port");
    assertThat(PortsCheck.usedTwice(settings("*", 8000, 8010), PORTS)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MANAGEMENT_PORT=8443 GATEWAY_PORT=8080       | GATEWAY_HOST_ALIASES names *:8443, and 8443 is MANAGEMENT_PORT: set one of them to another port
          PAYMENTS_HOST_ALIASES=shop.example:9001      | PAYMENTS_HOST_ALIASES names shop.example:9001, and 9001 is INVENTORY_PORT: set one of them to another port
          INVENTORY_HOST_ALIASES=a:81,*:80             | GATEWAY_HOST_ALIASES and INVENTORY_HOST_ALIASES both name *:80: take it out of one of them
          INVENTORY_HOST_ALIASES=x:1 PAYMENTS_HOST_ALIASES=X:1 | INVENTORY_HOST_ALIASES and PAYMENTS_HOST_ALIASES both name x:1: take it out of one of them
          INVENTORY_HOST_ALIASES=x:1,x:1,x:9001        |
          GATEWAY_HOST_ALIASES=*:8010,shop.example:8000 |
          GATEWAY_PORT=80                              |
          """)
  void a_name_under_which_two_services_are_asked_is_named_with_both(String settings, String line) {
    var values = new HashMap<String, String>();
    for (String setting : settings.split(" +")) {
      values.put(setting.split("=")[0], setting.split("=")[1]);
    }

    var problems =
        PortsCheck.aliasesUsedTwice(
            name -> Optional.ofNullable(values.get(name)),
            List.of(
                Setting.GATEWAY_PORT,
                Setting.OPERATORS_PORT,
                Setting.INVENTORY_PORT,
                Setting.MANAGEMENT_PORT));

    assertThat(problems).isEqualTo(line == null ? List.of() : List.of(line));
  }
}
