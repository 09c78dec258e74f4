package orders.system.badrequests;

import java.util.List;

/** JSON in which a field is wrong, and parameters that are. */
final class WrongFields extends RequestTable {
  /** What a Unicode rule would raise to SKU1, and to K-1: U+017F and U+212A. */
  private static final String LONG_S_KU1 = "%C5%BFku1";

  private static final String KELVIN_SKU = "%E2%84%AA-1";

  @Override
  void fill() {
    orders();
    refunds();
    stock();
    charges();
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
    json(
        "payments PUT /simulator",
        "{\"latency_ms\":0,\"error_rate\":0.5,\"late_error_rate\":0.5,"
            + "\"timeout_rate\":0.5,\"timeout_ms\":0}");
  }
}
