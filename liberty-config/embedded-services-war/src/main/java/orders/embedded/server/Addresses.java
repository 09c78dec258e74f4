package orders.embedded.server;

import org.eclipse.microprofile.config.Config;

/** Under which the ports of this server can be asked from this machine. */
final class Addresses {
  private final Config config;

  Addresses(Config config) {
    this.config = config;
  }

  /**
   * @param port the setting of a port that is opened at {@code BIND_HOST}
   * @return its URL, without a path
   */
  String url(String port) {
    return url("BIND_HOST", port);
  }

  /**
   * @param bindHost the setting of the address that the port is opened at
   * @param port the setting of the port
   * @return its URL, without a path
   */
  String url(String bindHost, String port) {
    return "http://" + host(value(bindHost)) + ":" + value(port);
  }

  private static String host(String address) {
    if (address.equals("*")) {
      return "localhost";
    }
    return address.contains(":") ? "[" + address + "]" : address;
  }

  private String value(String name) {
    return config.getValue(name, String.class);
  }
}
