package orders.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sends bytes that no HTTP client would send, and reads what comes back. */
final class RawHttp {
  private static final int ANSWER_MS_MAX = 30_000;

  private RawHttp() {}

  /**
   * @param status 0 if the connection was closed without an answer
   * @param headers by name, in whatever case; several of one name with commas between
   */
  record Answer(int status, Map<String, String> headers, String body) {

    JsonObject json() {
      try (var reader = Json.createReader(new StringReader(body))) {
        return reader.readObject();
      }
    }

    String brief() {
      return status + " " + json().getString("detail");
    }
  }

  /** A request line, headers and a body; with a Host and a length where it names none. */
  static byte[] request(URI server, String line, List<String> headers, byte[] body) {
    var text = new ArrayList<String>();
    text.add(line + " HTTP/1.1");
    if (headers.stream().noneMatch(header -> header.startsWith("Host:"))) {
      text.add("Host: " + server.getAuthority());
    }
    text.addAll(headers);
    boolean framed =
        headers.stream().anyMatch(h -> h.matches("(?i)(content-length|transfer-encoding):.*"));
    if (body.length > 0 && !framed) {
      text.add("Content-Length: " + body.length);
    }
    text.add("Connection: close");
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes((String.join("\r\n", text) + "\r\n\r\n").getBytes(ISO_8859_1));
    bytes.writeBytes(body);
    return bytes.toByteArray();
  }

  static Answer send(URI server, byte[] request) {
    return send(server, "127.0.0.1", request);
  }

  /**
   * @param from the address that the server is to see
   */
  static Answer send(URI server, String from, byte[] request) {
    try (var socket = new Socket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
      socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), ANSWER_MS_MAX);
      socket.setSoTimeout(ANSWER_MS_MAX);
      try {
        socket.getOutputStream().write(request);
      } catch (IOException refusedEarly) {
        // the answer may be there all the same
      }
      return parse(read(socket));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] read(Socket socket) {
    var bytes = new ByteArrayOutputStream();
    var buffer = new byte[8192];
    try {
      for (int n; (n = socket.getInputStream().read(buffer)) >= 0; ) {
        bytes.write(buffer, 0, n);
      }
    } catch (IOException reset) {
      // what came before it counts
    }
    return bytes.toByteArray();
  }

  private static Answer parse(byte[] bytes) {
    String text = new String(bytes, ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return new Answer(0, Map.of(), text);
    }
    String[] lines = text.substring(0, end).split("\r\n");
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 1; i < lines.length; i++) {
      String[] parts = lines[i].split(":", 2);
      headers.merge(parts[0], parts[1].strip(), (one, other) -> one + ", " + other);
    }
    String body = text.substring(end + 4);
    if ("chunked".equals(headers.get("Transfer-Encoding"))) {
      body = unchunked(body);
    }
    return new Answer(
        Integer.parseInt(lines[0].split(" ")[1]),
        headers,
        new String(body.getBytes(ISO_8859_1), UTF_8));
  }

  private static String unchunked(String body) {
    var whole = new StringBuilder();
    int at = 0;
    while (true) {
      int lineEnd = body.indexOf("\r\n", at);
      int size = Integer.parseInt(body.substring(at, lineEnd).strip(), 16);
      if (size == 0) {
        return whole.toString();
      }
      whole.append(body, lineEnd + 2, lineEnd + 2 + size);
      at = lineEnd + 2 + size + 2;
    }
  }
}
