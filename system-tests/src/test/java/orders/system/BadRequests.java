package orders.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import orders.system.fixture.RawHttp;

/** Requests that must be refused, and how. A table: what is new in it is one line. */
final class BadRequests {
  private static final String JSON = "Content-Type: application/json";
  private static final String NOBODY = "00000000-0000-4000-8000-000000000000";

  /** What a Unicode rule would raise to SKU1, and to K-1: U+017F and U+212A. */
  private static final String LONG_S_KU1 = "%C5%BFku1";

  private static final String KELVIN_SKU = "%E2%84%AA-1";

  /** Where JSON is read, of each service. */
  private static final List<String> READERS =
      List.of(
          "gateway POST /api/orders/",
          "gateway POST /api/orders/" + NOBODY + "/refunds/",
          "operators POST /api/admin/orders/retry-parked",
          "inventory POST /reserve",
          "inventory PUT /stock/BAD-1",
          "payments POST /charge",
          "payments POST /refund",
          "payments PUT /simulator");

  private final List<Bad> all = new ArrayList<>();

  private BadRequests() {}

  /**
   * @param service gateway, operators, inventory or payments
   * @param line method and path
   * @param headers beside Host
   * @param expected status and code
   */
  record Bad(
      String name,
      String service,
      String line,
      List<String> headers,
      byte[] body,
      String expected) {

    byte[] bytes(URI server) {
      var sent = new ArrayList<>(headers);
      sent.add("Accept: application/json;q=0.1, application/problem+json");
      sent.replaceAll(header -> header.replace("PORT", Integer.toString(server.getPort())));
      return RawHttp.request(server, line, sent, body);
    }

    @Override
    public String toString() {
      return service + " " + name + " -> " + expected;
    }
  }

  /**
   * @return the whole table
   */
  static List<Bad> all() {
    var table = new BadRequests();
    for (String reader : READERS) {
      table.notJson(reader);
      table.bodies(reader);
    }
    table.orders();
    table.refunds();
    table.stock();
    table.charges();
    table.keys();
    table.pathsAndMethods();
    table.unread();
    for (String service : List.of("gateway", "inventory", "payments")) {
      table.framing(service);
    }
    return table.all;
  }

  private void add(String name, String target, List<String> headers, byte[] body, String expected) {
    String[] parts = target.split(" ", 2);
    String key = target.endsWith("/refund") ? "Idempotency-Key: bad-request" : null;
    var sent = new ArrayList<>(headers);
    if (key != null) {
      sent.add(key);
    }
    String line = parts[1].length() > 100 ? parts[1].substring(0, 100) + "..." : parts[1];
    all.add(new Bad(line + " " + name, parts[0], parts[1], sent, body, expected));
  }

  private void json(String target, String body) {
    String name = body.length() > 100 ? body.substring(0, 100) + "..." : body;
    add(name, target, List.of(JSON), body.getBytes(UTF_8), "400 INVALID_REQUEST");
  }

  private void notJson(String target) {
    for (String text :
        List.of(
            "",
            " ",
            "null",
            "true",
            "7",
            "\"x\"",
            "[]",
            "[{}]",
            "{",
            "}",
            "{} {}",
            "{},",
            "{}x",
            "{\"a\":1,\"a\":1}",
            "{\"amount_cents\":1,\"amount_cents\":2}",
            "{'a':1}",
            "{a:1}",
            "{\"a\":01}",
            "{\"a\":+1}",
            "{\"a\":.5}",
            "{\"a\":1.}",
            "{\"a\":NaN}",
            "{\"a\":1,}",
            "{\"a\" 1}",
            "{\"a\":\"\\x\"}",
            "{\"a\":\"\t\"}",
            "{\"a\":\"open",
            "{/* */}",
            "{\"__proto__\":{}}",
            "{\"a\":" + "[".repeat(33) + "]".repeat(33) + "}",
            "{\"a\":" + "[".repeat(100_000),
            "{\"a\":[" + "1,".repeat(5_000) + "1]}",
            "{\"a\":" + "9".repeat(102) + "}",
            "{\"a\":" + "9".repeat(1_000_000) + "}",
            "{\"" + "a".repeat(10_000) + "\":1}",
            "<?xml version=\"1.0\"?><order/>")) {
      json(target, text);
    }
    add(
        "not UTF-8",
        target,
        List.of(JSON),
        bytes(0x7b, 0x22, 0xff, 0x22, 0x7d),
        "400 INVALID_REQUEST");
    add("overlong", target, List.of(JSON), bytes(0x7b, 0xc0, 0x80, 0x7d), "400 INVALID_REQUEST");
    add("UTF-16", target, List.of(JSON), "{}".getBytes(UTF_16), "400 INVALID_REQUEST");
    add("NUL", target, List.of(JSON), bytes(0), "400 INVALID_REQUEST");
    add("BOM", target, List.of(JSON), "\ufeff{}".getBytes(UTF_8), "400 INVALID_REQUEST");
  }

  private void bodies(String target) {
    byte[] braces = "{}".getBytes(UTF_8);
    byte[] large = " ".repeat(2 << 20).getBytes(UTF_8);
    String notJson = "415 UNSUPPORTED_MEDIA_TYPE";
    add("text", target, List.of("Content-Type: text/plain"), braces, notJson);
    add("no type", target, List.of(), braces, notJson);
    add(
        "form",
        target,
        List.of("Content-Type: application/x-www-form-urlencoded"),
        braces,
        notJson);
    for (String odd :
        List.of(
            ";;;",
            "application/json; charset=iso-8859-1",
            "application/json;charset=\"utf-16\"",
            "application/json; charset=utf-8; charset=utf-7",
            "application/json; charset",
            "application/json, text/plain",
            "application/json;" + " ".repeat(10_000) + "x",
            "application/" + "j".repeat(10_000))) {
      String name = odd.substring(0, Math.min(odd.length(), 50));
      add("odd type " + name, target, List.of("Content-Type: " + odd), braces, notJson);
    }
    String notUnpacked = "415 UNSUPPORTED_CONTENT_ENCODING";
    add("br", target, List.of(JSON, "Content-Encoding: br"), braces, notUnpacked);
    add("twice gzip", target, List.of(JSON, "Content-Encoding: gzip, gzip"), braces, notUnpacked);
    var gzip = List.of(JSON, "Content-Encoding: gzip");
    add("not gzip", target, gzip, braces, "400 INVALID_REQUEST");
    add("cut gzip", target, gzip, Arrays.copyOf(gzip(large), 500), "400 INVALID_REQUEST");
    add("gzip bomb", target, gzip, gzip(large), "413 PAYLOAD_TOO_LARGE");
    add("too large", target, List.of(JSON), large, "413 PAYLOAD_TOO_LARGE");
    var chunked = List.of(JSON, "Transfer-Encoding: chunked");
    add("too large, chunked", target, chunked, chunked(large), "413 PAYLOAD_TOO_LARGE");
  }

  private void orders() {
    String order = "gateway POST /api/orders/";
    String line = "{\"sku\":\"SKU1\",\"quantity\":1}";
    String lines = "\"items\":[" + line + "]";
    for (String items :
        List.of(
            "\"items\":null",
            "\"items\":{}",
            "\"items\":[]",
            "\"items\":\"SKU1\"",
            "\"items\":[null]",
            "\"items\":[[]]",
            "\"items\":[{}]",
            "\"items\":[" + line + ",7]",
            "\"items\":[{\"sku\":\"SKU1\"}]",
            "\"items\":[{\"quantity\":1}]",
            "\"items\":[{\"sku\":null,\"quantity\":1}]",
            "\"items\":[{\"sku\":7,\"quantity\":1}]",
            "\"items\":[{\"sku\":\"AB\",\"quantity\":1}]",
            "\"items\":[{\"sku\":\"" + "A".repeat(33) + "\",\"quantity\":1}]",
            "\"items\":[{\"sku\":\"SKU 1\",\"quantity\":1}]",
            "\"items\":[{\"sku\":\"SKU\\u00e9\",\"quantity\":1}]",
            "\"items\":[{\"sku\":\"SKU\\u0000\",\"quantity\":1}]",
            "\"items\":[{\"sku\":\"SKU1\\r\\nX: y\",\"quantity\":1}]",
            "\"items\":[{\"sku\":\"\\ud800SKU\",\"quantity\":1}]",
            "\"items\":[{\"sku\":\"SKU1'; drop table orders\",\"quantity\":1}]",
            "\"items\":[{\"sku\":\"SKU1\",\"quantity\":0}]",
            "\"items\":[{\"sku\":\"SKU1\",\"quantity\":-1}]",
            "\"items\":[{\"sku\":\"SKU1\",\"quantity\":1.5}]",
            "\"items\":[{\"sku\":\"SKU1\",\"quantity\":\"1\"}]",
            "\"items\":[{\"sku\":\"SKU1\",\"quantity\":true}]",
            "\"items\":[{\"sku\":\"SKU1\",\"quantity\":1e99}]",
            "\"items\":[{\"sku\":\"SKU1\",\"quantity\":1e-99}]",
            "\"items\":[{\"sku\":\"SKU1\",\"quantity\":1e2147483648}]",
            "\"items\":[{\"sku\":\"SKU1\",\"quantity\":1000000001}]",
            "\"items\":[{\"sku\":\"SKU1\",\"quantity\":18446744073709551617}]",
            "\"items\":[{\"sku\":\"SKU1\",\"quantity\":1,\"price\":1}]",
            "\"items\":[" + (line + ",").repeat(100) + line + "]")) {
      json(order, "{" + items + ",\"amount_cents\":100,\"currency\":\"EUR\"}");
    }
    for (String rest :
        List.of(
            "\"amount_cents\":100",
            "\"currency\":\"EUR\"",
            "\"amount_cents\":0,\"currency\":\"EUR\"",
            "\"amount_cents\":-100,\"currency\":\"EUR\"",
            "\"amount_cents\":null,\"currency\":\"EUR\"",
            "\"amount_cents\":\"100\",\"currency\":\"EUR\"",
            "\"amount_cents\":0.01,\"currency\":\"EUR\"",
            "\"amount_cents\":[100],\"currency\":\"EUR\"",
            "\"amount_cents\":9007199254740992,\"currency\":\"EUR\"",
            "\"amount_cents\":9223372036854775807,\"currency\":\"EUR\"",
            "\"amount_cents\":9223372036854775808,\"currency\":\"EUR\"",
            "\"amount_cents\":1e999999999,\"currency\":\"EUR\"",
            "\"amount_cents\":100,\"currency\":null",
            "\"amount_cents\":100,\"currency\":\"\"",
            "\"amount_cents\":100,\"currency\":\"CHF\"",
            "\"amount_cents\":100,\"currency\":\"EURO\"",
            "\"amount_cents\":100,\"currency\":\" EUR\"",
            "\"amount_cents\":100,\"currency\":978",
            "\"amount_cents\":100,\"currency\":[\"EUR\"]",
            "\"amount_cents\":100,\"currency\":\"EUR\",\"status\":\"CONFIRMED\"",
            "\"amount_cents\":100,\"currency\":\"EUR\",\"Items\":[]")) {
      json(order, "{" + lines + "," + rest + "}");
    }
    for (String query :
        List.of(
            "page=0",
            "page=-1",
            "page=abc",
            "page=1.0",
            "page=",
            "page=99999999999",
            "page_size=0",
            "page_size=101",
            "page_size=1000000",
            "page_size=1e1",
            "page=1&page=2",
            "pagesize=1",
            "Page=1",
            "page=1&status=NONSENSE",
            "page=1&=2",
            "page=1&page_size=2&%0d%0a",
            "x=" + "y".repeat(5_000),
            "x&".repeat(2_000) + "x")) {
      add("", "gateway GET /api/orders/?" + query, List.of(), bytes(), "400 INVALID_REQUEST");
    }
  }

  private void refunds() {
    for (String body :
        List.of(
            "{}",
            "{\"amount_cents\":0}",
            "{\"amount_cents\":-1}",
            "{\"amount_cents\":\"1\"}",
            "{\"amount_cents\":1.5}",
            "{\"amount_cents\":9007199254740992}",
            "{\"amount_cents\":1,\"all\":true}")) {
      json("gateway POST /api/orders/" + NOBODY + "/refunds/", body);
    }
    String refund = "payments POST /refund";
    json(refund, "{\"charge_key\":\"\",\"amount_cents\":1}");
    json(refund, "{\"charge_key\":\"a b\",\"amount_cents\":1}");
    json(refund, "{\"charge_key\":\"" + "k".repeat(256) + "\",\"amount_cents\":1}");
    json(refund, "{\"charge_key\":\"k\",\"amount_cents\":0}");
    json(refund, "{\"charge_key\":7,\"amount_cents\":1}");
    json("operators POST /api/admin/orders/retry-parked", "{\"reason\":\"\"}");
    json("operators POST /api/admin/orders/retry-parked", "{\"reason\":\"a\\nb\"}");
    json(
        "operators POST /api/admin/orders/retry-parked",
        "{\"reason\":\"" + "r".repeat(501) + "\"}");
    for (String query :
        List.of("status=OPEN", "parked=yes", "open_secs=-1", "limit=0", "limit=1001", "limits=1")) {
      add(
          "",
          "operators GET /api/admin/orders/?" + query,
          List.of(),
          bytes(),
          "400 INVALID_REQUEST");
    }
  }

  private void stock() {
    for (String body :
        List.of(
            "{\"items\":[]}",
            "{\"items\":[{\"sku\":\"x\",\"quantity\":1}]}",
            "{\"items\":[{\"sku\":\"SKU1\",\"quantity\":0}]}",
            "{\"items\":[{\"sku\":\"SKU1\",\"quantity\":-1}]}",
            "{\"items\":[{\"sku\":\"SKU1\",\"quantity\":1000000001}]}",
            "{\"items\":[{\"sku\":\"\u017fku1\",\"quantity\":1}]}",
            "{\"items\":[{\"sku\":\"SKU1\",\"quantity\":1}],\"key\":\"k\"}")) {
      json("inventory POST /reserve", body);
    }
    for (String body :
        List.of(
            "{}",
            "{\"quantity\":-1}",
            "{\"quantity\":1.5}",
            "{\"quantity\":\"1\"}",
            "{\"quantity\":1000000001}",
            "{\"quantity\":1,\"reserved\":0}")) {
      json("inventory PUT /stock/BAD-1", body);
    }
    for (String sku :
        List.of("AB", "A".repeat(33), "A%20B", "%C3%A9%C3%A9%C3%A9", LONG_S_KU1, KELVIN_SKU)) {
      json("inventory PUT /stock/" + sku, "{\"quantity\":1}");
    }
    for (String sku :
        List.of("NO-SUCH-SKU", "A%20B", "x", "%C3%A9", LONG_S_KU1, "A".repeat(4_000))) {
      add("", "inventory GET /stock/" + sku, List.of(), bytes(), "404 NOT_FOUND");
    }
  }

  private void charges() {
    for (String body :
        List.of(
            "{}",
            "{\"amount_cents\":0,\"currency\":\"EUR\"}",
            "{\"amount_cents\":-1,\"currency\":\"EUR\"}",
            "{\"amount_cents\":1.1,\"currency\":\"EUR\"}",
            "{\"amount_cents\":9007199254740992,\"currency\":\"EUR\"}",
            "{\"amount_cents\":9223372036854775808,\"currency\":\"EUR\"}",
            "{\"amount_cents\":1,\"currency\":\"XXX\"}",
            "{\"amount_cents\":1,\"currency\":\"EUR\",\"key\":1}")) {
      json("payments POST /charge", body);
    }
    String off = "\"late_error_rate\":0,\"timeout_rate\":0,\"timeout_ms\":0";
    json("payments PUT /simulator", "{\"latency_ms\":0,\"error_rate\":2," + off + "}");
    json("payments PUT /simulator", "{\"latency_ms\":-1,\"error_rate\":0," + off + "}");
    json("payments PUT /simulator", "{\"latency_ms\":0,\"error_rate\":\"0\"," + off + "}");
    json("payments PUT /simulator", "{\"latency_ms\":0,\"error_rate\":1e-400," + off + "}");
  }

  private void keys() {
    String order =
        "{\"items\":[{\"sku\":\"SKU1\",\"quantity\":1}],\"amount_cents\":100,\"currency\":\"EUR\"}";
    String reserve = "{\"items\":[{\"sku\":\"SKU1\",\"quantity\":1}]}";
    String charge = "{\"amount_cents\":100,\"currency\":\"EUR\"}";
    key("gateway POST /api/orders/", order);
    key("inventory POST /reserve", reserve);
    key("inventory POST /release", "");
    key("payments POST /charge", charge);
    key("payments POST /void", "");
    for (String target : List.of("inventory POST /release", "payments POST /void")) {
      add("without a key", target, List.of(), bytes(), "400 INVALID_REQUEST");
    }
    for (String target : List.of("inventory POST /reserve", "payments POST /charge")) {
      for (String wait : List.of("abc", "-1", "1.5", "", "99999999999")) {
        String body = target.endsWith("charge") ? charge : reserve;
        add(
            "timeout " + wait,
            target,
            List.of(JSON, "X-Request-Timeout-Ms: " + wait),
            body.getBytes(UTF_8),
            "400 INVALID_REQUEST");
      }
    }
  }

  private void key(String target, String body) {
    for (String key :
        List.of(
            "",
            "\"\"",
            "a b",
            "k".repeat(256),
            "\u00e9",
            "a\u007f",
            "a\tb",
            "\"a b\"",
            "\"\"a\"\"",
            "\"a\"b\"",
            '"' + "k".repeat(6_000) + '"',
            '"' + "\\\"".repeat(3_000) + '"',
            '"' + "k".repeat(256) + '"',
            "k".repeat(6_000))) {
      add(
          "key " + key.length() + " " + key.substring(0, Math.min(8, key.length())),
          target,
          List.of(JSON, "Idempotency-Key: " + key),
          body.getBytes(UTF_8),
          "400 INVALID_REQUEST");
    }
    add(
        "two keys",
        target,
        List.of(JSON, "Idempotency-Key: one", "Idempotency-Key: two"),
        body.getBytes(UTF_8),
        "400 INVALID_REQUEST");
  }

  private void pathsAndMethods() {
    for (String service : List.of("gateway", "inventory", "payments")) {
      for (String path :
          List.of(
              "/",
              "/nowhere",
              "/health/live",
              "/metrics",
              "/openapi",
              "/.env",
              "/WEB-INF/web.xml",
              "/META-INF/MANIFEST.MF",
              "/server-error-answer",
              "/api",
              "/%20",
              "/a//b")) {
        add("", service + " GET " + path, List.of(), bytes(), "404 NOT_FOUND");
      }
      add("", service + " DELETE /health", List.of(), bytes(), "405 METHOD_NOT_ALLOWED");
    }
    for (String id : List.of(NOBODY, "1", "not-a-uuid", "1-1-1-1-1", NOBODY + "0", "a%20b", "'")) {
      add("", "gateway GET /api/orders/" + id + "/", List.of(), bytes(), "404 NOT_FOUND");
      add("", "gateway GET /api/orders/" + id + "/timeline/", List.of(), bytes(), "404 NOT_FOUND");
      add("", "gateway POST /api/orders/" + id + "/cancel/", List.of(), bytes(), "404 NOT_FOUND");
    }
    for (String path : List.of("/api;x/orders/", "/api/orders;v=1/", "/api/admin;/orders/", "/;")) {
      add("", "gateway GET " + path, List.of(), bytes(), "400 BAD_REQUEST");
      add("", "operators GET " + path, List.of(), bytes(), "400 BAD_REQUEST");
    }
    add("", "inventory GET /stock/SKU1;x", List.of(), bytes(), "400 BAD_REQUEST");
    for (String path : List.of("", "/", "/orders", "/orders/", "/orders/" + NOBODY, "/nowhere")) {
      add("", "gateway GET /api/admin" + path, List.of(), bytes(), "404 NOT_FOUND");
    }
    add("", "gateway PUT /api/admin/orders/", List.of(), bytes(), "404 NOT_FOUND");
    add("", "gateway POST /api/admin/orders/retry-parked", List.of(), bytes(), "404 NOT_FOUND");
    for (String path : List.of("/api/orders/", "/nowhere", "/openapi", "/metrics")) {
      add("", "operators GET " + path, List.of(), bytes(), "404 NOT_FOUND");
    }
    add("", "gateway GET /api/orders/..%2f../", List.of(), bytes(), "400 BAD_REQUEST");
    for (String line :
        List.of(
            "gateway DELETE /api/orders/",
            "gateway PUT /api/orders/",
            "gateway PATCH /api/orders/",
            "gateway DELETE /api/orders/" + NOBODY + "/",
            "gateway PUT /api/orders/" + NOBODY + "/",
            "gateway GET /api/orders/" + NOBODY + "/cancel/",
            "gateway GET /api/orders/" + NOBODY + "/refunds/",
            "gateway POST /api/orders/" + NOBODY + "/timeline/",
            "gateway BREW /api/orders/",
            "inventory GET /reserve",
            "inventory GET /release",
            "inventory DELETE /stock/SKU1",
            "inventory POST /stock/SKU1",
            "payments GET /charge",
            "payments GET /refund",
            "payments GET /void",
            "payments DELETE /simulator")) {
      add("", line, List.of(), bytes(), "405 METHOD_NOT_ALLOWED");
    }
  }

  /** What nobody would look at. */
  private void unread() {
    String invalid = "400 INVALID_REQUEST";
    for (String line :
        List.of(
            "gateway GET /api/orders/" + NOBODY + "/?expand=all",
            "gateway GET /api/orders/" + NOBODY + "/timeline/?page=2",
            "gateway POST /api/orders/" + NOBODY + "/cancel/?sku=SKU1",
            "operators GET /api/admin/orders/" + NOBODY + "?x",
            "inventory GET /stock/SKU1?x=1",
            "payments GET /simulator?x=1")) {
      add("", line, List.of(), bytes(), invalid);
    }
    String item = "{\"items\":[{\"sku\":\"NO-SUCH-SKU\",\"quantity\":1}]";
    String eur = "\"amount_cents\":100,\"currency\":\"EUR\"}";
    json("gateway POST /api/orders/?dry_run=true", item + "," + eur);
    json("gateway POST /api/orders/" + NOBODY + "/refunds/?all", "{\"amount_cents\":1}");
    json("inventory POST /reserve?x=1", item + "}");
    json("inventory PUT /stock/BAD-1?x=1", "{\"quantity\":1}");
    json("payments POST /charge?dry_run=true", "{" + eur);
    String cancel = "gateway POST /api/orders/" + NOBODY + "/cancel/";
    for (String body :
        List.of("{\"items\":[{\"sku\":\"SKU1\",\"quantity\":1}]}", "[]", "x", "null")) {
      json(cancel, body);
      byte[] sent = body.getBytes(UTF_8);
      add("body without a type", cancel, List.of(), sent, invalid);
      var chunked = List.of("Transfer-Encoding: chunked");
      add("chunked body " + body, cancel, chunked, chunked(sent), invalid);
      json("gateway GET /api/orders/", body);
      json("inventory GET /stock/SKU1", body);
      json("payments GET /simulator", body);
    }
    var gzip = List.of(JSON, "Content-Encoding: gzip");
    byte[] large = gzip(" ".repeat(2 << 20).getBytes(UTF_8));
    add("gzip bomb", cancel, gzip, large, "413 PAYLOAD_TOO_LARGE");
    add("not gzip", cancel, gzip, "{}".getBytes(UTF_8), invalid);
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

  private static byte[] bytes(int... values) {
    var bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] gzip(byte[] bytes) {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static byte[] chunked(byte[] bytes) {
    var chunks = new ByteArrayOutputStream();
    chunks.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(ISO_8859_1));
    chunks.writeBytes(bytes);
    chunks.writeBytes("\r\n0\r\n\r\n".getBytes(ISO_8859_1));
    return chunks.toByteArray();
  }
}
