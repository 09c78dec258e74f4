package orders.gateway.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import orders.gateway.edge.Caller;
import orders.http.error.ApiException;
import orders.http.error.HttpError;
import orders.settings.SettingsCheck;
import orders.value.ApiAuth;
import orders.value.Ascii;
import orders.value.CommaSeparated;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.RsaKeyUtil;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * Verifies tokens under the settings that MicroProfile JWT names, and stricter than the server's
 * own verifier can be made (docs/decisions/0011): RS256 and nothing else, an issuer, an audience, a
 * subject and an end, and 30 s for clocks that differ.
 */
@ApplicationScoped
public class Tokens {
  private static final int SKEW_SECONDS = 30;

  /** RFC 7518, section 3.3. */
  private static final int KEY_BITS_MIN = 2048;

  private static final Duration KEYS_ASKED_AGAIN = Duration.ofSeconds(10);
  private static final Duration KEYS_KEPT_WITHOUT_THEIR_SERVER = Duration.ofDays(1);

  /** It is stored and logged. */
  private static final Pattern SUBJECT = Ascii.visible(1, 255);

  @Inject
  @ConfigProperty(name = "API_AUTH")
  ApiAuth auth;

  @Inject
  @ConfigProperty(name = "MP_JWT_VERIFY_PUBLICKEY")
  Optional<String> key;

  @Inject
  @ConfigProperty(name = "MP_JWT_VERIFY_PUBLICKEY_LOCATION")
  Optional<String> location;

  @Inject
  @ConfigProperty(name = "MP_JWT_VERIFY_ISSUER")
  Optional<String> issuer;

  @Inject
  @ConfigProperty(name = "MP_JWT_VERIFY_AUDIENCES")
  Optional<String> audiences;

  private @Nullable JwtConsumer consumer;

  void configure(@Observes @Initialized(ApplicationScoped.class) ServletContext application) {
    if (auth == ApiAuth.JWT) {
      consumer =
          new JwtConsumerBuilder()
              .setJwsAlgorithmConstraints(
                  ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256)
              .setVerificationKeyResolver(keys())
              .setExpectedIssuer(true, issuer.orElseThrow())
              .setExpectedAudience(
                  true, CommaSeparated.of(audiences.orElseThrow()).toArray(String[]::new))
              .setRequireExpirationTime()
              .setRequireSubject()
              .setAllowedClockSkewInSeconds(SKEW_SECONDS)
              .build();
    }
  }

  boolean areRequired() {
    return consumer != null;
  }

  /**
   * @param token as it was sent, if they are required
   * @return who has it; empty if it is not valid: why is for the sender to find out, not for the
   *     log
   * @throws ApiException 503 if the keys cannot be had just now
   */
  Optional<Caller.User> verified(String token) {
    try {
      var claims = Objects.requireNonNull(consumer).processToClaims(token);
      if (!SUBJECT.matcher(claims.getSubject()).matches()) {
        return Optional.empty();
      }
      List<String> groups =
          claims.hasClaim("groups") ? claims.getStringListClaimValue("groups") : List.of();
      return Optional.of(new Caller.User(claims.getSubject(), new HashSet<>(groups)));
    } catch (InvalidJwtException e) {
      if (isForWantOfKeys(e)) {
        throw new ApiException(HttpError.AUTH_UNAVAILABLE);
      }
      return Optional.empty();
    } catch (MalformedClaimException e) {
      return Optional.empty();
    }
  }

  private static boolean isForWantOfKeys(Throwable thrown) {
    return ExceptionUtils.throwableOfType(thrown, IOException.class) != null;
  }

  private VerificationKeyResolver keys() {
    if (key.isPresent()) {
      return keys("MP_JWT_VERIFY_PUBLICKEY", key.get());
    }
    String place = location.orElseThrow();
    if (!place.matches("https?:.*")) {
      Path file = Path.of(place.replaceFirst("^file:(//)?", ""));
      try {
        return keys("MP_JWT_VERIFY_PUBLICKEY_LOCATION", Files.readString(file));
      } catch (IOException e) {
        throw SettingsCheck.stop(
            "MP_JWT_VERIFY_PUBLICKEY_LOCATION is wrong: " + file + " cannot be read");
      }
    }
    var jwks = new HttpsJwks(place);
    jwks.setSimpleHttpGet(new KeysOverHttp());
    // a token with an unknown key asks for the keys anew, but its sender must not set the pace
    jwks.setRefreshReprieveThreshold(KEYS_ASKED_AGAIN.toMillis());
    jwks.setRetainCacheOnErrorDuration(KEYS_KEPT_WITHOUT_THEIR_SERVER.toSeconds());
    return new HttpsJwksVerificationKeyResolver(jwks);
  }

  private static VerificationKeyResolver keys(String setting, String text) {
    try {
      if (text.strip().startsWith("{")) {
        var keys = new JsonWebKeySet(text).getJsonWebKeys();
        if (!keys.isEmpty()) {
          return new JwksVerificationKeyResolver(keys);
        }
      } else if (new RsaKeyUtil().fromPemEncoded(text) instanceof RSAPublicKey key
          && key.getModulus().bitLength() >= KEY_BITS_MIN) {
        return (signature, nesting) -> key;
      }
    } catch (JoseException | InvalidKeySpecException | RuntimeException e) {
      // jose4j fails in many ways on what is no key
    }
    throw SettingsCheck.stop(
        setting + " is wrong: it must hold an RSA key of 2048 bits or more in PEM, or a JWKS");
  }
}
