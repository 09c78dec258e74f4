package orders.http;

import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells whether two requests under one idempotency key ask for the same thing. */
public final class Fingerprint {

  private Fingerprint() {}

  /**
   * @param request what was asked for, in a normal form: values as they are stored, members in a
   *     fixed order. White space, the order of members and {@code 1.0} for {@code 1} are gone by
   *     then, so they do not count.
   * @return its SHA-256 in hexadecimal, 64 characters
   */
  public static String of(JsonValue request) {
    try {
      byte[] text = request.toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
