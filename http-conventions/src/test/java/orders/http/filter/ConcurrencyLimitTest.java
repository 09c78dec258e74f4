package orders.http.filter;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest {
  private final ConcurrencyLimit limit = new ConcurrencyLimit(1);

  /** An answer as far as the filter gives one; 0 if it let the request in. */
  private static final class Answer {
    private final Map<String, Object> said = new HashMap<>();
    private final StringWriter body = new StringWriter();

    HttpServletResponse response() {
      return (HttpServletResponse)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {HttpServletResponse.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("getWriter")) {
                  return new PrintWriter(body, true);
                }
                String name = arguments.length == 2 ? (String) arguments[0] : method.getName();
                said.put(name, arguments[arguments.length - 1]);
                return null;
              });
    }

    int status() {
      return (int) said.getOrDefault("setStatus", 0);
    }
  }

  private static HttpServletRequest request(String path) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            ConcurrencyLimitTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getRequestURI" -> path;
                  case "getMethod" -> "GET";
                  case "getHeaders" -> Collections.emptyEnumeration();
                  default -> null;
                });
  }

  private Answer ask(String path, FilterChain then) throws Exception {
    var answer = new Answer();
    limit.doFilter(request(path), answer.response(), then);
    return answer;
  }

  @Test
  void beyond_the_limit_a_request_is_refused_at_once_while_health_is_answered() throws Exception {
    var inside = new Answer[3];

    ask(
        "/api/orders/",
        (request, response) -> {
          try {
            inside[0] = ask("/api/orders/", (r, s) -> {});
            inside[1] = ask("/health", (r, s) -> {});
            inside[2] = ask("/health/", (r, s) -> {});
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
    var afterwards = ask("/api/orders/", (request, response) -> {});

    assertThat(inside[0].status()).isEqualTo(503);
    assertThat(inside[0].said).containsEntry("Retry-After", "1");
    assertThat(inside[0].body).hasToString("{\"detail\":\"OVERLOADED\"}");
    assertThat(inside[1].status()).isZero();
    assertThat(inside[2].status()).isZero();
    assertThat(afterwards.status()).isZero();
  }
}
