package orders.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import orders.gateway.orders.boundary.OrderError;
import orders.http.error.ErrorCode;
import orders.http.error.HttpError;
import org.junit.jupiter.api.Test;

/** What the edge answers by itself is what the gateway would say. */
class EdgeErrorsTest {
  private static final Path EDGE = Path.of("../deploy/edge");
  private static final Pattern ANSWER =
      Pattern.compile("return (\\d{3}) '\\{\"detail\":\"(\\w+)\"}'");
  private static final Pattern RETRY_AFTER =
      Pattern.compile("\\$retry_after \\{\\s+default (\\d+);");

  @Test
  void each_code_of_the_edge_is_one_of_the_gateways_with_its_status() throws IOException {
    Map<String, Integer> gateways = new HashMap<>();
    Stream.of(HttpError.values(), OrderError.values())
        .flatMap(Stream::<ErrorCode>of)
        .forEach(code -> gateways.put(code.name(), code.status()));
    Map<String, Integer> edges = new HashMap<>();
    var answers = ANSWER.matcher(Files.readString(EDGE.resolve("errors.conf")));
    while (answers.find()) {
      edges.put(answers.group(2), Integer.valueOf(answers.group(1)));
    }

    assertThat(edges).hasSizeGreaterThan(5);
    assertThat(gateways).containsAllEntriesOf(edges);
  }

  @Test
  void a_client_of_the_edge_waits_for_as_long_as_one_of_the_gateway() throws IOException {
    var wait = RETRY_AFTER.matcher(Files.readString(EDGE.resolve("nginx.conf.template")));

    assertThat(wait.find()).isTrue();
    assertThat(OrderError.UPSTREAM_UNAVAILABLE.retryAfterSeconds())
        .isEqualTo(OptionalInt.of(Integer.parseInt(wait.group(1))));
  }
}
