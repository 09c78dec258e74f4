package orders.system.badrequests;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** Idempotency keys that are none, and times to wait. */
final class WrongKeys extends RequestTable {

  @Override
  void fill() {
    keys();
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
}
