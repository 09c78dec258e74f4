package orders.system.badrequests;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** Headers that leave it open where a request goes, or where it ends. */
final class WrongFraming extends RequestTable {

  @Override
  void fill() {
    for (String service : List.of("gateway", "inventory", "payments")) {
      framing(service);
    }
  }

  private void framing(String service) {
    String get = service + " GET /health";
    String post = service + " POST /nowhere";
    for (String host :
        List.of("a b:PORT", "a/b:PORT", "a@b:PORT", "a_b'c:PORT", "a".repeat(6_000) + ":PORT")) {
      add(host.substring(0, 3), get, List.of("Host: " + host), bytes(), "400 INVALID_HOST");
    }
    add("two hosts", get, List.of("Host: a:PORT", "Host: b:PORT"), bytes(), "400 INVALID_HOST");
    byte[] body = "{}".getBytes(UTF_8);
    String bad = "400 BAD_REQUEST";
    for (String coding : List.of("xchunked", "identity", "gzip, chunked", "chunked, chunked")) {
      add(coding, post, List.of(JSON, "Transfer-Encoding: " + coding), body, bad);
    }
    add(
        "two codings",
        post,
        List.of("Transfer-Encoding: chunked", "Transfer-Encoding: chunked"),
        chunked(body),
        bad);
    add("two lengths", post, List.of("Content-Length: 2", "Content-Length: 2"), body, bad);
    add("two types", post, List.of(JSON, JSON), body, "415 UNSUPPORTED_MEDIA_TYPE");
  }
}
