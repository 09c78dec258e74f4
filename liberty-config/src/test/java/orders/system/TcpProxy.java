package orders.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A network that forgets: connections through it can fall silent without being closed, as with a
 * firewall that dropped them from its table. Neither end is told; what is sent is lost.
 */
final class TcpProxy implements AutoCloseable {
  private final int target;
  private final ServerSocket listener;
  private final List<Connection> connections = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile boolean deaf;

  /**
   * @param target port on this machine
   */
  TcpProxy(int target) {
    this.target = target;
    try {
      listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** From now on nothing passes the connections that are open; new ones are not affected. */
  void forgetOpenConnections() {
    connections.forEach(connection -> connection.forgotten = true);
  }

  /** Whether new connections are taken and then forgotten at once: nothing gets through at all. */
  void swallowNewConnections(boolean swallow) {
    deaf = swallow;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        var connection = new Connection(listener.accept(), new Socket("localhost", target));
        connection.forgotten = deaf;
        connections.add(connection);
        threads.execute(() -> connection.pump(connection.client, connection.server));
        threads.execute(() -> connection.pump(connection.server, connection.client));
      } catch (IOException e) {
        // the target is away, or this is closed
      }
    }
  }

  private static final class Connection {
    private final Socket client;
    private final Socket server;
    private volatile boolean forgotten;

    Connection(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    private void pump(Socket from, Socket to) {
      var buffer = new byte[16_384];
      try {
        int length = from.getInputStream().read(buffer);
        while (length >= 0) {
          if (!forgotten) {
            to.getOutputStream().write(buffer, 0, length);
          }
          length = from.getInputStream().read(buffer);
        }
      } catch (IOException e) {
        // as good as closed
      }
      if (!forgotten) {
        close();
      }
    }

    private void close() {
      try (client;
          server) {
        forgotten = true;
      } catch (IOException e) {
        // it is closed all the same
      }
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    connections.forEach(Connection::close);
    threads.shutdownNow();
  }
}
