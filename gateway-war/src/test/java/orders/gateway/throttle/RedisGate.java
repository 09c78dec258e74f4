package orders.gateway.throttle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** Stands between the gateway and Redis, and lets through what a test wants. */
final class RedisGate implements AutoCloseable {
  private final int redisPort;
  private final int port;
  private final List<Pair> pairs = new CopyOnWriteArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private volatile ServerSocket server;
  private volatile Thread accepting;
  private volatile String swallowed = "\0";
  private volatile String forgotten = "\0";
  private boolean answersHeld;

  RedisGate(int redisPort) throws IOException {
    this.redisPort = redisPort;
    server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    port = server.getLocalPort();
    accept();
  }

  int port() {
    return port;
  }

  /** How many connections were made so far. */
  int accepted() {
    return accepted.get();
  }

  /** Redis hears every question, and its answers wait at the gate. */
  synchronized void holdAnswers() {
    answersHeld = true;
  }

  synchronized void letAnswersGo() {
    answersHeld = false;
    notifyAll();
  }

  /** A question that holds this text never reaches Redis, nor what follows on its connection. */
  void swallow(String text) {
    swallowed = text;
  }

  /** A question that holds this text reaches Redis, and its answer nobody. */
  void forget(String text) {
    forgotten = text;
  }

  /** The connections of this moment carry nothing any more, and nobody is told. */
  void silenceConnections() {
    pairs.forEach(pair -> pair.silent = true);
  }

  void resetConnections() {
    pairs.forEach(Pair::reset);
  }

  /** Nobody listens any more, as when Redis has ended. */
  void shut() throws IOException {
    server.close();
    // the port is free once nobody waits at it any more
    Awaitility.await().until(() -> !accepting.isAlive());
    resetConnections();
  }

  void open() throws IOException {
    server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    accept();
  }

  @Override
  public void close() throws IOException {
    letAnswersGo();
    shut();
  }

  private void accept() {
    ServerSocket listening = server;
    accepting =
        start(
            () -> {
              while (true) {
                Socket client = listening.accept();
                var pair =
                    new Pair(client, new Socket(InetAddress.getLoopbackAddress(), redisPort));
                pairs.add(pair);
                accepted.incrementAndGet();
                start(pair::ask);
                start(pair::answer);
              }
            });
  }

  private synchronized void awaitAnswersGo() throws InterruptedException {
    while (answersHeld) {
      wait();
    }
  }

  private interface Pump {
    void run() throws IOException, InterruptedException;
  }

  private static Thread start(Pump pump) {
    var thread =
        new Thread(
            () -> {
              try {
                pump.run();
              } catch (IOException | InterruptedException e) {
                // closed
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private final class Pair {
    private final Socket client;
    private final Socket redis;
    private volatile boolean silent;
    private volatile boolean deaf;

    Pair(Socket client, Socket redis) {
      this.client = client;
      this.redis = redis;
    }

    void ask() throws IOException {
      byte[] buffer = new byte[8192];
      InputStream from = client.getInputStream();
      OutputStream to = redis.getOutputStream();
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        String question = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
        silent |= question.contains(swallowed);
        if (!silent) {
          deaf |= question.contains(forgotten);
          to.write(buffer, 0, n);
        }
      }
    }

    void answer() throws IOException, InterruptedException {
      byte[] buffer = new byte[8192];
      InputStream from = redis.getInputStream();
      OutputStream to = client.getOutputStream();
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        awaitAnswersGo();
        if (!silent && !deaf) {
          to.write(buffer, 0, n);
        }
      }
    }

    void reset() {
      try {
        client.setSoLinger(true, 0);
        client.close();
        redis.close();
      } catch (IOException e) {
        // it is closed already
      }
    }
  }
}
