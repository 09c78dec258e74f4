package orders.system;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** A client as a user's program would be. */
final class Http {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private Http() {}

  /**
   * @param status the HTTP status
   * @param text the body
   */
  record Answer(int status, String text, HttpResponse<String> response) {

    JsonObject json() {
      try (var reader = Json.createReader(new StringReader(text))) {
        return reader.readObject();
      }
    }

    Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }

    /** "201", or "422 INSUFFICIENT_STOCK": what a test asks for most. */
    String brief() {
      return json().containsKey("detail") ? status + " " + json().getString("detail") : "" + status;
    }
  }

  static Answer get(URI uri) {
    return send(HttpRequest.newBuilder(uri));
  }

  static Answer put(URI uri, String body) {
    return send(
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body)));
  }

  /** Headers come in pairs: name, value. */
  static Answer post(URI uri, String body, String... headers) {
    var request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  static Answer send(HttpRequest.Builder request) {
    return send(request, Duration.ofSeconds(60));
  }

  private static Answer send(HttpRequest.Builder request, Duration max) {
    try {
      var response = CLIENT.send(request.timeout(max).build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body(), response);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** A service that does not say so within seconds is not. */
  static boolean isHealthy(URI health) {
    return isOk(health, Duration.ofSeconds(5));
  }

  static boolean isOk(URI uri, Duration max) {
    try {
      return send(HttpRequest.newBuilder(uri), max).status() == 200;
    } catch (java.io.UncheckedIOException e) {
      return false;
    }
  }
}
