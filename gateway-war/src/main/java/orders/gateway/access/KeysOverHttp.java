package orders.gateway.access;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jose4j.http.Get;
import org.jose4j.http.SimpleGet;
import org.jose4j.http.SimpleResponse;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;

/** Fetches the keys, and after a failure lets their server rest, whoever asks. */
final class KeysOverHttp implements SimpleGet {
  private static final System.Logger LOG = System.getLogger(KeysOverHttp.class.getName());
  private static final int TIMEOUT_MS = 2000;
  private static final long REST_NANOS = Duration.ofSeconds(5).toNanos();

  private final Get get = new Get();
  private volatile long restUntilNanos = System.nanoTime();

  KeysOverHttp() {
    get.setConnectTimeout(TIMEOUT_MS);
    get.setReadTimeout(TIMEOUT_MS);
    get.setRetries(0);
  }

  @Override
  public SimpleResponse get(String location) throws IOException {
    if (System.nanoTime() - restUntilNanos < 0) {
      throw new IOException("asked in vain a moment ago");
    }
    try {
      SimpleResponse answer = get.get(location);
      if (new JsonWebKeySet(answer.getBody()).getJsonWebKeys().isEmpty()) {
        throw new IOException("no keys at " + location);
      }
      return answer;
    } catch (JoseException | RuntimeException noKeys) {
      throw rest(new IOException("no keys at " + location, noKeys));
    } catch (IOException e) {
      throw rest(e);
    }
  }

  private IOException rest(IOException e) {
    restUntilNanos = System.nanoTime() + REST_NANOS;
    LOG.log(Level.WARNING, "The keys for tokens cannot be had: {0}", e.toString());
    return e;
  }
}
