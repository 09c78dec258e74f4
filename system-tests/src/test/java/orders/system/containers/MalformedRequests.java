package orders.system.containers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Requests that an HTTP server may refuse by itself, before it knows for whom they are. */
final class MalformedRequests {

  /**
   * A request, byte for byte.
   *
   * @param name what is wrong with it
   * @param text of the request; HOST stands for the server's name and port
   */
  record MalformedRequest(String name, String text) {

    /**
     * @param server that is asked
     * @return what is sent there
     */
    byte[] bytes(URI server) {
      return text.replace("HOST", server.getAuthority()).getBytes(ISO_8859_1);
    }

    /** In visible ASCII: a control character in a test's name stops the runner's reports. */
    @Override
    public String toString() {
      return name.chars()
          .mapToObj(c -> c < ' ' || c > '~' ? "\\x%02x".formatted(c) : Character.toString((char) c))
          .collect(Collectors.joining());
    }
  }

  private final List<MalformedRequest> requests = new ArrayList<>();

  private MalformedRequests() {
    lines();
    headers();
    framing();
  }

  /**
   * @return all of them
   */
  static List<MalformedRequest> all() {
    return new MalformedRequests().requests;
  }

  private void lines() {
    for (String path :
        List.of(
            "/%zz",
            "/%",
            "/../x",
            "/api/../../x",
            "/api/x/../orders/",
            "/api/./orders/",
            "/api/..;/x",
            "/api/orders/..",
            "/health/../health",
            "/api/%00",
            "/api/orders/%c0%af",
            "/api",
            "/api?x",
            "/edge/400",
            "nowhere",
            "*",
            "/api/orders/#x",
            "/api/orders/\u0001",
            "/api/orders/\u00e9",
            "http://HOST/nowhere",
            "http://shop.example/api/nowhere",
            "https://")) {
      line("GET " + path + " HTTP/1.1");
    }
    line("GET /" + "x".repeat(70_000) + " HTTP/1.1");
    for (String line :
        List.of(
            "BREW /api/orders/ HTTP/1.1",
            "TRACE /health HTTP/1.1",
            "CONNECT shop.example:443 HTTP/1.1",
            "CONNECT HOST HTTP/1.1",
            "get /health HTTP/1.1",
            "G\u0000T /health HTTP/1.1",
            "GET /health HTTP/9.9",
            "GET /health HTTP/2.0",
            "GET /health HTTP/1",
            "GET /health HTTP/1.1x",
            "GET /health HTPP/1.1",
            "GET /he alth HTTP/1.1",
            "GET  /nowhere  HTTP/1.1",
            "no request at all")) {
      line(line);
    }
  }

  private void line(String line) {
    String name = line.length() > 60 ? line.substring(0, 60) + "..." : line;
    add(name, line + "\r\nHost: HOST\r\nConnection: close\r\n\r\n");
  }

  private void headers() {
    for (String header :
        List.of(
            "Cookie: $Version=9",
            "Cookie: " + "c=1; ".repeat(5_000),
            "without a colon",
            ": without a name",
            "X y: z",
            " folded: x",
            "X-Nul: a\u0000b",
            "X\u0000: y",
            "X-Large: " + "x".repeat(20_000),
            "Host: other.example",
            "Expect: 200-maybe",
            "Upgrade: nonsense",
            "Range: bytes=99-1",
            "Range: bytes=99999-",
            "If-Match: \"x\"",
            "If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT",
            "Accept-Encoding: \"")) {
      String name = header.length() > 60 ? header.substring(0, 60) + "..." : header;
      add(
          name,
          "GET /health HTTP/1.1\r\nHost: HOST\r\n" + header + "\r\nConnection: close\r\n\r\n");
    }
    String many =
        String.join(
            "\r\n",
            IntStream.range(0, 200).mapToObj(i -> "X-" + i + ": " + "x".repeat(1_000)).toList());
    add("200 headers", "GET /health HTTP/1.1\r\nHost: HOST\r\n" + many + "\r\n\r\n");
    String small =
        String.join("\r\n", IntStream.range(0, 110).mapToObj(i -> "X-" + i + ": x").toList());
    add("110 small headers", "GET /health HTTP/1.1\r\nHost: HOST\r\n" + small + "\r\n\r\n");
    for (String host : List.of("x:9090", "management.internal:1", "x:8010", "[::1]:9090")) {
      add(
          "host " + host,
          "GET /health HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    }
    add("HTTP/1.0 without a host", "GET /health HTTP/1.0\r\n\r\n");
    add("no host", "GET /health HTTP/1.1\r\nConnection: close\r\n\r\n");
    add("empty host", "GET /health HTTP/1.1\r\nHost: \r\nConnection: close\r\n\r\n");
    add("host with a blank", "GET /health HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n");
    add("host with a path", "GET /health HTTP/1.1\r\nHost: a/../b\r\nConnection: close\r\n\r\n");
    add("lines end with LF", "GET /nowhere HTTP/1.1\nHost: HOST\nConnection: close\n\n");
  }

  private void framing() {
    for (String length :
        List.of("abc", "-1", "1.5", "+2", "2, 2", "99999999999999999999", "1073741824", "")) {
      framed("length '" + length + "'", "Content-Length: " + length, "{}");
    }
    framed("two lengths", "Content-Length: 2\r\nContent-Length: 3", "{}");
    framed("length and chunks", "Content-Length: 2\r\nTransfer-Encoding: chunked", "0\r\n\r\n");
    framed("chunks twice", "Transfer-Encoding: chunked, chunked", "0\r\n\r\n");
    framed("another coding", "Transfer-Encoding: xchunked", "0\r\n\r\n");
    framed("size of a chunk that is none", "Transfer-Encoding: chunked", "zz\r\n{}\r\n0\r\n\r\n");
    framed("endless size", "Transfer-Encoding: chunked", "f".repeat(40) + "\r\n{}\r\n0\r\n\r\n");
    framed("chunk longer than said", "Transfer-Encoding: chunked", "1\r\n{}\r\n0\r\n\r\n");
    framed("shorter length than body", "Content-Length: 1", "{}");
    add(
        "chunks of HTTP/1.0",
        "POST /api/orders/ HTTP/1.0\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
  }

  private void framed(String name, String framing, String body) {
    add(
        name,
        "POST /api/orders/ HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\n%s\r\nConnection: close\r\n\r\n%s"
            .formatted(framing, body));
  }

  private void add(String name, String text) {
    requests.add(new MalformedRequest(name, text));
  }
}
