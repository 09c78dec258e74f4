package orders.settings;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import orders.value.CommaSeparated;

/**
 * Whether the ports of a server can be opened. The server itself opens them when its applications
 * have started, and its words for one that it cannot open name no setting.
 */
public final class PortsCheck {
  private static final String IPV6_LOOPBACK = "::1";

  /** A server that has run for so long may have its ports open, and start an application anew. */
  private static final long SERVER_WAITS_MS = 30_000;

  private static final Map<Setting, Set<Setting>> OWN_PORTS =
      new EnumMap<>(
          Map.of(
              Setting.GATEWAY_HOST_ALIASES,
              Set.of(Setting.GATEWAY_PORT, Setting.OPERATORS_PORT),
              Setting.INVENTORY_HOST_ALIASES,
              Set.of(Setting.INVENTORY_PORT),
              Setting.PAYMENTS_HOST_ALIASES,
              Set.of(Setting.PAYMENTS_PORT)));

  private final Function<String, Optional<String>> settings;

  private PortsCheck(Function<String, Optional<String>> settings) {
    this.settings = settings;
  }

  /**
   * @param settings by name, each of them right
   * @param ports settings that must each be another port
   * @return a line for each that is not
   */
  public static List<String> usedTwice(
      Function<String, Optional<String>> settings, List<Setting> ports) {
    var check = new PortsCheck(settings);
    var problems = new ArrayList<String>();
    Map<Setting, Integer> seen = new EnumMap<>(Setting.class);
    for (Setting setting : ports) {
      int port = check.port(setting);
      seen.forEach(
          (other, otherPort) -> {
            if (otherPort == port) {
              problems.add(
                  "%s and %s are both %d: set one of them to another port"
                      .formatted(other, setting, port));
            }
          });
      seen.put(setting, port);
    }
    return problems;
  }

  /**
   * For a server with all three services, which tells them apart by the port in {@code Host}.
   *
   * @param settings by name, each of them right
   * @param ports that it opens
   * @return a line for each alias that is another service's too, or has its port
   */
  public static List<String> aliasesUsedTwice(
      Function<String, Optional<String>> settings, List<Setting> ports) {
    var check = new PortsCheck(settings);
    var problems = new ArrayList<String>();
    Map<String, Setting> seen = new HashMap<>();
    OWN_PORTS.forEach(
        (aliases, own) -> {
          for (String alias : check.aliases(aliases)) {
            Setting other = seen.putIfAbsent(alias, aliases);
            if (other != null) {
              // the server would ignore the second
              problems.add(
                  "%s and %s both name %s: take it out of one of them"
                      .formatted(other, aliases, alias));
            }
            for (Setting port : ports) {
              if (!own.contains(port) && check.isInTheWay(aliases, alias, port)) {
                problems.add(
                    "%s names %s, and %d is %s: set one of them to another port"
                        .formatted(aliases, alias, check.port(port), port));
              }
            }
          }
        });
    return problems;
  }

  private Set<String> aliases(Setting list) {
    return new LinkedHashSet<>(CommaSeparated.of(text(list).toLowerCase(Locale.ROOT)));
  }

  /** A name of the defaults is not: nobody asks for the gateway as inventory. */
  private boolean isInTheWay(Setting aliases, String alias, Setting port) {
    boolean named = !alias.startsWith("*");
    boolean usual = CommaSeparated.of(aliases.defaultValue().orElseThrow()).contains(alias);
    return alias.endsWith(":" + port(port)) && !(named && usual);
  }

  /**
   * @param settings by name, each of them right; {@code loopback.ipv6} if {@code ::1} is to be
   *     opened beside {@code BIND_HOST}
   * @param ports that a server is about to open
   * @return a line for each that it cannot open, with the setting that is to blame
   */
  public static List<String> closed(
      Function<String, Optional<String>> settings, List<Setting> ports) {
    var check = new PortsCheck(settings);
    return ports.stream().flatMap(port -> check.problem(port).stream()).toList();
  }

  /**
   * @param settings by name, each of them right
   * @param port that was to be opened
   * @return whether this process listens there; true if the system does not tell
   */
  public static boolean isOpen(Function<String, Optional<String>> settings, Setting port) {
    var check = new PortsCheck(settings);
    return Listeners.ofThisProcess()
        .map(open -> open.stream().anyMatch(address -> check.isMeant(address, port)))
        .orElse(true);
  }

  private boolean isMeant(InetSocketAddress open, Setting port) {
    try {
      InetAddress meant = address(host(port));
      InetAddress found = open.getAddress();
      return open.getPort() == port(port)
          && (found.equals(meant) || (found.isAnyLocalAddress() && meant.isAnyLocalAddress()));
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private Optional<String> problem(Setting port) {
    String host = host(port);
    if (!canListen(host, 0)) {
      return Optional.of(
          "%s '%s' is wrong: it is no address of this machine".formatted(bindHost(port), host));
    }
    String ipv6 = port == Setting.OPERATORS_PORT ? "operators.loopback.ipv6" : "loopback.ipv6";
    boolean alsoIpv6 =
        value(ipv6).filter("true"::equals).isPresent() && canListen(IPV6_LOOPBACK, 0);
    if (canListen(host, port(port)) && (!alsoIpv6 || canListen(IPV6_LOOPBACK, port(port)))) {
      return Optional.empty();
    }
    if (mayBeOurs(port)) {
      return Optional.empty();
    }
    return Optional.of(
        "%s %d cannot be opened, it is in use or forbidden: stop the program that uses it, or set %s"
            .formatted(port, port(port), port));
  }

  /** In a server that runs, and starts an application anew. */
  private boolean mayBeOurs(Setting port) {
    return Listeners.ofThisProcess()
        .map(open -> open.stream().anyMatch(address -> isMeant(address, port)))
        .orElse(ManagementFactory.getRuntimeMXBean().getUptime() >= SERVER_WAITS_MS);
  }

  private static Setting bindHost(Setting port) {
    return port == Setting.OPERATORS_PORT ? Setting.OPERATORS_BIND_HOST : Setting.BIND_HOST;
  }

  private String host(Setting port) {
    return value(bindHost(port).name()).orElse("*");
  }

  private static boolean canListen(String host, int port) {
    try (var socket = new ServerSocket()) {
      // as the server does: a port whose last connections are just closing is free
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address(host), port), 1);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static InetAddress address(String host) throws UnknownHostException {
    return host.equals("*") ? new InetSocketAddress(0).getAddress() : InetAddress.getByName(host);
  }

  private int port(Setting setting) {
    return Integer.parseInt(text(setting));
  }

  private String text(Setting setting) {
    return value(setting.name()).or(setting::defaultValue).orElseThrow();
  }

  private Optional<String> value(String name) {
    return settings.apply(name).map(String::strip).filter(text -> !text.isEmpty());
  }
}
