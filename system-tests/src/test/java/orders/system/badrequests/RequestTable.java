package orders.system.badrequests;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Some of the requests that must be refused. What is new in a table is one line. */
abstract class RequestTable {
  static final String JSON = "Content-Type: application/json";
  static final String NOBODY = "00000000-0000-4000-8000-000000000000";

  private final List<BadRequest> requests = new ArrayList<>();

  /** Adds all of them. */
  abstract void fill();

  List<BadRequest> requests() {
    fill();
    return requests;
  }

  final void add(String name, String target, List<String> headers, byte[] body, String expected) {
    String[] parts = target.split(" ", 2);
    String key = target.endsWith("/refund") ? "Idempotency-Key: bad-request" : null;
    var sent = new ArrayList<>(headers);
    if (key != null) {
      sent.add(key);
    }
    String line = parts[1].length() > 100 ? parts[1].substring(0, 100) + "..." : parts[1];
    requests.add(new BadRequest(line + " " + name, parts[0], parts[1], sent, body, expected));
  }

  final void json(String target, String body) {
    String name = body.length() > 100 ? body.substring(0, 100) + "..." : body;
    add(name, target, List.of(JSON), body.getBytes(UTF_8), "400 INVALID_REQUEST");
  }

  static byte[] bytes(int... values) {
    var bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  static byte[] gzip(byte[] bytes) {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  static byte[] chunked(byte[] bytes) {
    var chunks = new ByteArrayOutputStream();
    chunks.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(ISO_8859_1));
    chunks.writeBytes(bytes);
    chunks.writeBytes("\r\n0\r\n\r\n".getBytes(ISO_8859_1));
    return chunks.toByteArray();
  }
}
