package orders.gateway.upstream;

import jakarta.json.Json;
import jakarta.json.JsonConfig;
import jakarta.json.JsonObject;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParserFactory;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What came back from a call. It is believed only if its status, its media type and its body are
 * those of the contract: a page of somebody in between may have any status, 200 and 402 included
 * (docs/decisions/0015).
 */
public final class Reply {
  // no answer of the contract is a tenth as long
  private static final int BYTES_MAX = 4096;
  private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());
  private static final JsonReaderFactory READERS =
      Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));
  private static final Pattern CODE = Pattern.compile("[A-Z_]{1,64}");

  private final int status;
  private final JsonObject body;
  private final boolean whole;

  private Reply(int status, JsonObject body, boolean whole) {
    this.status = status;
    this.body = body;
    this.whole = whole;
  }

  /**
   * @param response that has come, its body not read yet
   * @param endNanos {@link System#nanoTime()} until which its body is waited for
   * @return its status, and its body if that is a JSON object
   * @throws NoAnswer if the body cannot be read, comes too slowly, or is no JSON though it says so
   */
  static Reply of(Response response, long endNanos) {
    byte[] bytes = new byte[BYTES_MAX];
    try {
      int length = response.hasEntity() ? read(response, bytes, endNanos) : 0;
      boolean whole = length < BYTES_MAX;
      boolean json = whole && isJson(response.getMediaType());
      return new Reply(
          response.getStatus(), json ? object(bytes, length) : JsonValue.EMPTY_JSON_OBJECT, whole);
    } catch (IOException | RuntimeException e) {
      throw new NoAnswer("status " + response.getStatus() + ", then " + e, e);
    }
  }

  private static int read(Response response, byte[] bytes, long endNanos) throws IOException {
    InputStream body = response.readEntity(InputStream.class);
    int length = 0;
    for (int read; (read = body.read(bytes, length, bytes.length - length)) > 0; ) {
      length += read;
      if (System.nanoTime() - endNanos > 0) {
        throw new IOException("the body comes too slowly");
      }
    }
    return length;
  }

  private static boolean isJson(MediaType type) {
    return type != null
        && type.getType().equalsIgnoreCase("application")
        && type.getSubtype().equalsIgnoreCase("json");
  }

  private static JsonObject object(byte[] bytes, int length) {
    var body = new ByteArrayInputStream(bytes, 0, length);
    // to its end, which the reader does not look at
    try (var parser = PARSERS.createParser(body, StandardCharsets.UTF_8)) {
      while (parser.hasNext()) {
        parser.next();
      }
    }
    body = new ByteArrayInputStream(bytes, 0, length);
    try (var reader = READERS.createReader(body, StandardCharsets.UTF_8)) {
      return reader.readValue() instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
    }
  }

  /**
   * @param done the member that says so
   * @return whether this is {@code 200 {"done": true}}
   */
  public boolean confirms(String done) {
    return status == 200 && JsonValue.TRUE.equals(body.get(done));
  }

  /**
   * @param refused the status
   * @param code the stable code that goes with it
   * @return whether this is that refusal
   */
  public boolean refuses(int refused, String code) {
    return status == refused && code().equals(Optional.of(code));
  }

  private Optional<String> code() {
    return text("detail", CODE);
  }

  /**
   * @param member of the body
   * @param pattern what its value must match
   * @return its value; empty if it is another, or none
   */
  public Optional<String> text(String member, Pattern pattern) {
    return body.get(member) instanceof JsonString string
            && pattern.matcher(string.getString()).matches()
        ? Optional.of(string.getString())
        : Optional.empty();
  }

  /**
   * @return what to throw if it is nothing that the contract has: perhaps it was done, and somebody
   *     in between answered
   */
  public NoAnswer unexpected() {
    String what = code().map(code -> " " + code).orElse(status < 300 ? ", not as agreed" : "");
    return new NoAnswer("status " + status + what, null);
  }

  int status() {
    return status;
  }

  /** Whether its body was read to its end. */
  boolean isWhole() {
    return whole;
  }
}
