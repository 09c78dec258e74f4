package orders.system.badrequests;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;

/** Bodies that are no JSON, too large, or of another type, wherever JSON is read. */
final class UnreadableBodies extends RequestTable {
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

  @Override
  void fill() {
    for (String reader : READERS) {
      notJson(reader);
      bodies(reader);
    }
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
}
