package orders.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.TreeMap;

/** Tells whether two requests under one idempotency key ask for the same thing. */
public final class Fingerprint {

  private Fingerprint() {}

  /**
   * @param request what was asked for, its values as they are stored: a number with a fraction of
   *     zeros is whole by then, a currency in capitals. Whole numbers beyond 2^53 keep all their
   *     digits, though RFC 8785 would round them.
   * @return the SHA-256 of its canonical form (RFC 8785: members sorted, no white space), in
   *     hexadecimal, 64 characters
   */
  public static String of(JsonValue request) {
    byte[] text = canonical(request).toString().getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(Sha256.of(text));
  }

  private static JsonValue canonical(JsonValue value) {
    if (value instanceof JsonObject object) {
      var sorted = CachedJson.createObjectBuilder();
      new TreeMap<>(object).forEach((name, member) -> sorted.add(name, canonical(member)));
      return sorted.build();
    }
    if (value instanceof JsonArray array) {
      var elements = CachedJson.createArrayBuilder();
      array.forEach(element -> elements.add(canonical(element)));
      return elements.build();
    }
    return value;
  }
}
