package orders.system;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The OpenAPI document that the gateway serves. */
final class ApiDocument {
  private static final String PROBLEM = "application/problem+json";

  private final JsonObject document;

  private ApiDocument(JsonObject document) {
    this.document = document;
  }

  static ApiDocument of(URI management) {
    return new ApiDocument(Http.get(management.resolve("/openapi?format=json")).json());
  }

  JsonObject json() {
    return document;
  }

  /**
   * @param line method and path, perhaps with a query
   * @return the codes that it names for that operation and status; empty if it has no such
   *     operation
   */
  Optional<Set<String>> codes(String line, int status) {
    String method = line.split(" ")[0].toLowerCase();
    String path = line.split(" ")[1].replaceFirst("\\?.*", "");
    return document.getJsonObject("paths").entrySet().stream()
        .filter(entry -> matches(entry.getKey(), path))
        .map(entry -> entry.getValue().asJsonObject())
        .filter(operations -> operations.containsKey(method))
        .map(operations -> codes(operations.getJsonObject(method), Integer.toString(status)))
        .findFirst();
  }

  private static boolean matches(String template, String path) {
    String pattern = template.replaceAll("\\{\\w+}", "[^/]+").replaceFirst("/$", "") + "/?";
    return path.matches(pattern);
  }

  private static Set<String> codes(JsonObject operation, String status) {
    JsonObject responses = operation.getJsonObject("responses");
    if (!responses.containsKey(status)) {
      return Set.of();
    }
    return responses
        .getJsonObject(status)
        .getJsonObject("content")
        .getJsonObject(PROBLEM)
        .getJsonObject("schema")
        .getJsonArray("allOf")
        .getJsonObject(1)
        .getJsonObject("properties")
        .getJsonObject("code")
        .getJsonArray("enum")
        .getValuesAs(JsonString::getString)
        .stream()
        .collect(Collectors.toSet());
  }
}
