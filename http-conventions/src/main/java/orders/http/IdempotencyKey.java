package orders.http;

import jakarta.enterprise.context.RequestScoped;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The {@code Idempotency-Key} of the request (draft-ietf-httpapi-idempotency-key-header): 1 to 255
 * visible ASCII characters.
 */
@RequestScoped
public class IdempotencyKey {

  /** The header's name. */
  public static final String HEADER = "Idempotency-Key";

  private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]{1,255}");

  private String key;

  /**
   * @return the key; empty where none was sent
   */
  public Optional<String> value() {
    return Optional.ofNullable(key);
  }

  /**
   * @param named what the key names
   * @return the key
   * @throws InvalidRequest where none was sent
   */
  public String required(String named) {
    return value().orElseThrow(() -> InvalidRequest.header(HEADER, "must name the " + named));
  }

  /**
   * @param sent every value of the header, or null
   * @throws InvalidRequest where it is malformed or sent twice
   */
  void read(List<String> sent) {
    if (sent == null || sent.isEmpty()) {
      return;
    }
    if (sent.size() > 1) {
      throw InvalidRequest.header(HEADER, "must be sent once");
    }
    String text = unquoted(sent.get(0).strip());
    if (!VISIBLE.matcher(text).matches()) {
      throw InvalidRequest.header(HEADER, "must be 1 to 255 visible ASCII characters");
    }
    key = text;
  }

  /** The quotes of a structured string and its escapes (RFC 8941, section 3.3.3). */
  private static String unquoted(String text) {
    boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1).replaceAll("\\\\([\"\\\\])", "$1") : text;
  }
}
