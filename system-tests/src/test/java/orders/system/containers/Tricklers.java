package orders.system.containers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static orders.system.fixture.Parallel.inParallel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import orders.system.fixture.Http;

/** Clients that never come to the end of their headers, each on a connection over TLS. */
final class Tricklers implements AutoCloseable {
  private static final int OPENERS = 16;
  private static final int ANSWER_MS_MAX = 60_000;

  private final List<Socket> open = new ArrayList<>();

  /**
   * @param server to which they connect
   * @param count how many
   * @throws Exception if one cannot
   */
  Tricklers(URI server, int count) throws Exception {
    inParallel(
            OPENERS, opener -> opened(server, count / OPENERS + (opener < count % OPENERS ? 1 : 0)))
        .forEach(open::addAll);
  }

  private static List<Socket> opened(URI server, int count) {
    var sockets = new ArrayList<Socket>();
    try {
      for (int i = 0; i < count; i++) {
        var socket =
            (SSLSocket)
                Http.trusted().getSocketFactory().createSocket(server.getHost(), server.getPort());
        socket.setSoTimeout(ANSWER_MS_MAX);
        socket.startHandshake();
        send(socket, "GET /health HTTP/1.1\r\nX-Slow: ");
        sockets.add(socket);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sockets;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }

  /**
   * Each sends a byte more.
   *
   * @return how many still could
   */
  int trickle() {
    open.removeIf(
        socket -> {
          try {
            send(socket, "x");
            return false;
          } catch (IOException cut) {
            return true;
          }
        });
    return open.size();
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
  }
}
