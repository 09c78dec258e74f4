package orders.gateway;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;
import static orders.gateway.orders.boundary.OrderError.IDEMPOTENCY_IN_PROGRESS;
import static orders.gateway.orders.boundary.OrderError.INSUFFICIENT_STOCK;
import static orders.gateway.orders.boundary.OrderError.NOT_CANCELLABLE;
import static orders.gateway.orders.boundary.OrderError.NOT_REFUNDABLE;
import static orders.gateway.orders.boundary.OrderError.NOT_RESOLVABLE;
import static orders.gateway.orders.boundary.OrderError.OPERATORS_ONLY;
import static orders.gateway.orders.boundary.OrderError.ORDER_CANCELLED;
import static orders.gateway.orders.boundary.OrderError.PAYMENT_FAILED;
import static orders.gateway.orders.boundary.OrderError.REFUND_EXCEEDS_AMOUNT;
import static orders.gateway.orders.boundary.OrderError.UPSTREAM_UNAVAILABLE;
import static orders.http.error.HttpError.IDEMPOTENCY_CONFLICT;
import static orders.http.error.HttpError.INVALID_REQUEST;
import static orders.http.error.HttpError.NOT_FOUND;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import orders.http.error.ErrorCode;
import orders.http.error.HttpError;
import orders.value.ApiAuth;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Adds to META-INF/openapi.yaml what the settings decide, and to each operation what can go wrong.
 * The codes are the enums that the code throws: a code that is gone does not compile here.
 */
public class ErrorsInOpenApi implements OASFilter {

  private static final String OPERATORS_PATH = "/api/admin/";

  /** Of every operation. */
  private static final List<ErrorCode> ALWAYS =
      List.of(
          HttpError.HTTPS_REQUIRED,
          HttpError.BAD_REQUEST,
          HttpError.INVALID_HOST,
          HttpError.UNAUTHENTICATED,
          HttpError.REQUEST_TIMEOUT,
          HttpError.PAYLOAD_TOO_LARGE,
          HttpError.UNSUPPORTED_MEDIA_TYPE,
          HttpError.UNSUPPORTED_CONTENT_ENCODING,
          HttpError.RATE_LIMITED,
          HttpError.INTERNAL_ERROR,
          HttpError.OVERLOADED,
          HttpError.AUTH_UNAVAILABLE,
          HttpError.DATABASE_UNAVAILABLE,
          HttpError.HTTP_VERSION_NOT_SUPPORTED);

  private static final Map<String, List<ErrorCode>> BY_OPERATION =
      Map.ofEntries(
          Map.entry("health", List.of()),
          Map.entry(
              "placeOrder",
              List.of(
                  INVALID_REQUEST,
                  PAYMENT_FAILED,
                  IDEMPOTENCY_CONFLICT,
                  IDEMPOTENCY_IN_PROGRESS,
                  ORDER_CANCELLED,
                  INSUFFICIENT_STOCK,
                  UPSTREAM_UNAVAILABLE)),
          Map.entry("listOrders", List.of(INVALID_REQUEST)),
          Map.entry("readOrder", List.of(INVALID_REQUEST, NOT_FOUND)),
          Map.entry("readTimeline", List.of(INVALID_REQUEST, NOT_FOUND)),
          Map.entry("cancelOrder", List.of(INVALID_REQUEST, NOT_FOUND, NOT_CANCELLABLE)),
          Map.entry(
              "refundOrder",
              List.of(
                  INVALID_REQUEST,
                  NOT_FOUND,
                  IDEMPOTENCY_CONFLICT,
                  NOT_REFUNDABLE,
                  REFUND_EXCEEDS_AMOUNT)),
          Map.entry("findOrders", List.of(OPERATORS_ONLY, INVALID_REQUEST, NOT_FOUND)),
          Map.entry("inspectOrder", List.of(OPERATORS_ONLY, INVALID_REQUEST, NOT_FOUND)),
          Map.entry("retryOrder", act()),
          Map.entry("cancelOrderAsOperator", act()),
          Map.entry("resolveOrder", act(NOT_RESOLVABLE)),
          Map.entry("retryParkedOrders", act()));

  private static List<ErrorCode> act(ErrorCode... more) {
    var codes = new ArrayList<ErrorCode>(List.of(more));
    // not found: at the public port, where there is no such path
    codes.addAll(List.of(OPERATORS_ONLY, HttpError.FORBIDDEN, INVALID_REQUEST, NOT_FOUND));
    return codes;
  }

  @Override
  public void filterOpenAPI(OpenAPI api) {
    Config config = ConfigProvider.getConfig();
    if (config.getValue("API_AUTH", ApiAuth.class) == ApiAuth.JWT) {
      // an operation that has a list of its own, which is empty, needs none
      api.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme("token"));
    }
    String operators = "http://localhost:" + config.getValue("OPERATORS_PORT", Integer.class);
    api.getPaths()
        .getPathItems()
        .forEach(
            (path, item) -> {
              if (path.startsWith(OPERATORS_PATH)) {
                item.addServer(OASFactory.createServer().url(operators));
              }
            });
    api.getPaths()
        .getPathItems()
        .values()
        .forEach(path -> path.getOperations().values().forEach(ErrorsInOpenApi::addErrors));
  }

  private static void addErrors(Operation operation) {
    var codes = new ArrayList<>(ALWAYS);
    codes.addAll(BY_OPERATION.get(operation.getOperationId()));
    codes.stream()
        .collect(groupingBy(ErrorCode::status, TreeMap::new, toList()))
        .forEach(
            (status, ofStatus) -> {
              String name = Integer.toString(status);
              if (!operation.getResponses().hasAPIResponse(name)) {
                operation.getResponses().addAPIResponse(name, response(ofStatus));
              }
            });
  }

  private static APIResponse response(List<ErrorCode> codes) {
    Schema problem =
        schema("Problem")
            .addAllOf(
                OASFactory.createSchema()
                    .addProperty(
                        "code",
                        OASFactory.createSchema()
                            .enumeration(
                                List.copyOf(codes.stream().map(ErrorCode::name).toList()))));
    var response =
        OASFactory.createAPIResponse()
            .description(codes.stream().map(ErrorCode::name).collect(joining(", ")))
            .content(
                OASFactory.createContent()
                    .addMediaType(
                        "application/json", OASFactory.createMediaType().schema(reference("Error")))
                    .addMediaType(
                        "application/problem+json", OASFactory.createMediaType().schema(problem)));
    boolean again = codes.stream().anyMatch(code -> code.retryAfterSeconds().isPresent());
    // how long a throttle holds depends on the request
    if (again || codes.contains(HttpError.RATE_LIMITED)) {
      response.addHeader(
          "Retry-After", OASFactory.createHeader().ref("#/components/headers/RetryAfter"));
    }
    return response;
  }

  private static Schema schema(String base) {
    return OASFactory.createSchema().addAllOf(reference(base));
  }

  private static Schema reference(String name) {
    return OASFactory.createSchema().ref("#/components/schemas/" + name);
  }
}
