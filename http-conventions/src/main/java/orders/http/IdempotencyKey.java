package orders.http;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the {@code Idempotency-Key} header (draft-ietf-httpapi-idempotency-key-header): 1 to 255
 * visible ASCII characters.
 */
public final class IdempotencyKey {

  /** The header's name. */
  public static final String HEADER = "Idempotency-Key";

  private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]{1,255}");

  private IdempotencyKey() {}

  /**
   * @param headers of the request
   * @return the key, without the quotes of a structured string (RFC 8941); empty where none was
   *     sent
   * @throws InvalidRequest where it is malformed or sent twice
   */
  public static Optional<String> of(HttpHeaders headers) {
    List<String> sent = headers.getRequestHeader(HEADER);
    if (sent == null || sent.isEmpty()) {
      return Optional.empty();
    }
    if (sent.size() > 1) {
      throw InvalidRequest.header(HEADER, "must be sent once");
    }
    String key = unquoted(sent.get(0).strip());
    if (!VISIBLE.matcher(key).matches()) {
      throw InvalidRequest.header(HEADER, "must be 1 to 255 visible ASCII characters");
    }
    return Optional.of(key);
  }

  private static String unquoted(String key) {
    boolean quoted = key.length() > 2 && key.startsWith("\"") && key.endsWith("\"");
    return quoted ? key.substring(1, key.length() - 1) : key;
  }
}
