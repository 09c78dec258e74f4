package orders.json;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** FIPS 180-4. */
public final class Sha256 {

  private Sha256() {}

  /**
   * @param bytes of any length
   * @return 32 bytes
   */
  public static byte[] of(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
