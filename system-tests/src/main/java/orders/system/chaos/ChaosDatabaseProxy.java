package orders.system.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands between one server and PostgreSQL as a firewall does, which may forget the connections
 * that it has: both ends believe in them, nothing comes through any more, and nobody is told.
 */
final class ChaosDatabaseProxy implements AutoCloseable {
  private final int databasePort;
  private final ServerSocket listener;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile boolean blocked;

  ChaosDatabaseProxy(int port, int databasePort) {
    this.databasePort = databasePort;
    try {
      listener = new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /**
   * Nothing comes through any more on the connections there are; new ones work.
   *
   * @return how many connections that were
   */
  int forget() {
    List<Link> open = links.stream().filter(link -> !link.forgotten).toList();
    open.forEach(link -> link.forgotten = true);
    return open.size();
  }

  /** Nothing comes through at all; a new connection is opened, and never answered. */
  void block() {
    blocked = true;
    forget();
  }

  /** New connections work again; the ones there are stay silent. */
  void unblock() {
    blocked = false;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        var link = new Link(listener.accept());
        links.add(link);
        threads.execute(link::open);
      } catch (IOException closed) {
        // the loop ends
      }
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      // nobody comes in any more
    }
    links.forEach(Link::close);
    threads.shutdownNow();
  }

  private final class Link {
    private final Socket client;
    private volatile Socket database;
    private volatile boolean forgotten = blocked;

    Link(Socket client) {
      this.client = client;
    }

    void open() {
      try {
        client.setTcpNoDelay(true);
        if (!forgotten) {
          database = new Socket(InetAddress.getLoopbackAddress(), databasePort);
          database.setTcpNoDelay(true);
          threads.execute(() -> pump(database, client));
        }
        pump(client, database);
      } catch (IOException away) {
        close();
      }
    }

    private void pump(Socket from, Socket to) {
      byte[] bytes = new byte[16_384];
      try {
        for (int read = 0; read >= 0; read = from.getInputStream().read(bytes)) {
          if (!forgotten) {
            to.getOutputStream().write(bytes, 0, read);
          }
        }
      } catch (IOException broken) {
        // as when it has ended
      }
      if (!forgotten) {
        // else neither end is told that the other has gone
        close();
      }
    }

    void close() {
      links.remove(this);
      for (Socket socket : new Socket[] {client, database}) {
        try {
          if (socket != null) {
            socket.close();
          }
        } catch (IOException e) {
          // it is gone
        }
      }
    }
  }
}
