package orders.http.idempotency;

import jakarta.enterprise.context.RequestScoped;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import orders.http.error.InvalidRequest;
import orders.value.Ascii;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Idempotency-Key} of the request (draft-ietf-httpapi-idempotency-key-header): 1 to 255
 * visible ASCII characters.
 */
@RequestScoped
public class IdempotencyKey {

  /** The header's name. */
  public static final String HEADER = "Idempotency-Key";

  /** What a key may be. */
  public static final Pattern PATTERN = Ascii.visible(1, 255);

  /** Quotes around 255 characters, each of them escaped. */
  private static final int LENGTH_MAX = 2 + 2 * 255;

  private static final String RULE = "must be 1 to 255 visible ASCII characters";

  private static final Pattern STRUCTURED =
      Pattern.compile("\"([\\x20-\\x7e&&[^\"\\\\]]|\\\\[\"\\\\])*\"");

  private @Nullable String key;

  /**
   * @return the key; empty if none was sent
   */
  public Optional<String> value() {
    return Optional.ofNullable(key);
  }

  /**
   * @param named what the key names
   * @return the key
   * @throws InvalidRequest if none was sent
   */
  public String required(String named) {
    return value().orElseThrow(() -> InvalidRequest.header(HEADER, "must name the " + named));
  }

  /**
   * @param sent every value of the header, or null
   * @throws InvalidRequest if it is malformed or sent twice
   */
  void read(@Nullable List<String> sent) {
    if (sent == null || sent.isEmpty()) {
      return;
    }
    if (sent.size() > 1) {
      throw InvalidRequest.header(HEADER, "must be sent once");
    }
    String text = sent.get(0).strip();
    // before any pattern: a group that repeats takes a piece of the stack for each character
    if (text.length() > LENGTH_MAX) {
      throw InvalidRequest.header(HEADER, RULE);
    }
    if (text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")) {
      text = unquoted(text);
    }
    if (!PATTERN.matcher(text).matches()) {
      throw InvalidRequest.header(HEADER, RULE);
    }
    key = text;
  }

  /** A structured string and its escapes (RFC 8941, section 3.3.3). */
  private static String unquoted(String text) {
    if (!STRUCTURED.matcher(text).matches()) {
      throw InvalidRequest.header(HEADER, "must be bare, or a structured string (RFC 8941)");
    }
    return text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1");
  }

  /**
   * @param key of a reservation, a charge or a refund
   * @return the header's value; always as a structured string, because a bare key that has quotes
   *     of its own would be read as another's
   */
  public static String toHeader(String key) {
    return '"' + key.replaceAll("[\"\\\\]", "\\\\$0") + '"';
  }
}
