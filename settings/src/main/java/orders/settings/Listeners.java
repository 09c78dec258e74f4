package orders.settings;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Where this process listens, as far as the system tells: Linux does, proc(5). */
final class Listeners {
  private static final Path PROCESS = Path.of("/proc/self");
  private static final String LISTEN = "0A";
  private static final int STATE = 3;
  private static final int LOCAL_ADDRESS = 1;
  private static final int INODE = 9;

  private Listeners() {}

  /**
   * @return the addresses; empty if the system does not tell
   */
  static Optional<Set<InetSocketAddress>> ofThisProcess() {
    var addresses = new HashSet<InetSocketAddress>();
    try {
      Set<String> sockets = socketsOfThisProcess();
      for (String table : new String[] {"net/tcp", "net/tcp6"}) {
        Path file = PROCESS.resolve(table);
        for (String line : Files.exists(file) ? Files.readAllLines(file) : Set.<String>of()) {
          String[] columns = line.strip().split("\\s+");
          if (columns[STATE].equals(LISTEN)
              && sockets.contains("socket:[" + columns[INODE] + "]")) {
            addresses.add(address(columns[LOCAL_ADDRESS]));
          }
        }
      }
      return Optional.of(addresses);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Set<String> socketsOfThisProcess() throws IOException {
    var sockets = new HashSet<String>();
    try (Stream<Path> files = Files.list(PROCESS.resolve("fd"))) {
      for (Path file : files.toList()) {
        try {
          sockets.add(Files.readSymbolicLink(file).toString());
        } catch (IOException closedMeanwhile) {
          // it is no listener then
        }
      }
    }
    return sockets;
  }

  /** Words of four bytes, each in the order of the machine, then the port. */
  private static InetSocketAddress address(String text) throws UnknownHostException {
    String[] parts = text.split(":");
    byte[] bytes = new byte[parts[0].length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      int at = i / 4 * 4 + 3 - i % 4;
      bytes[i] = (byte) Integer.parseInt(parts[0].substring(2 * at, 2 * at + 2), 16);
    }
    return new InetSocketAddress(InetAddress.getByAddress(bytes), Integer.parseInt(parts[1], 16));
  }
}
