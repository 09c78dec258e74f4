package orders.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An issuer of tokens, and of those that nobody should take. */
final class Jwt {
  static final String RS256 = "\"alg\":\"RS256\",\"typ\":\"JWT\"";
  private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

  private final KeyPair keys;

  Jwt() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      keys = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  String publicPem() {
    String key =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(keys.getPublic().getEncoded());
    return "-----BEGIN PUBLIC KEY-----\n" + key + "\n-----END PUBLIC KEY-----\n";
  }

  /** A good token of a user, for an hour. */
  String token(String subject, String... groups) {
    return sign(claims(subject, 3600, groups), RS256);
  }

  static String claims(String subject, long seconds, String... groups) {
    return "{\"iss\":\"issuer\",\"aud\":\"orders\",\"sub\":\"%s\",\"exp\":%d,\"groups\":[%s]}"
        .formatted(
            subject,
            System.currentTimeMillis() / 1000 + seconds,
            groups.length == 0 ? "" : '"' + String.join("\",\"", groups) + '"');
  }

  /**
   * @param headers the members of its header; it is signed by RS256, whatever they say
   */
  String sign(String claims, String headers) {
    String content = part("{" + headers + "}") + "." + part(claims);
    try {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys.getPrivate());
      signature.update(content.getBytes(US_ASCII));
      return content + "." + URL.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** What a verifier takes that lets the token choose how the key is used. */
  String signedWithThePublicKeyAsASecret(String claims) {
    String content = part("{\"alg\":\"HS256\"}") + "." + part(claims);
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(publicPem().getBytes(US_ASCII), "HmacSHA256"));
      return content + "." + URL.encodeToString(mac.doFinal(content.getBytes(US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static String unsigned(String claims) {
    return part("{\"alg\":\"none\"}") + "." + part(claims) + ".";
  }

  private static String part(String json) {
    return URL.encodeToString(json.getBytes(UTF_8));
  }
}
