package orders.system.badrequests;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** Paths and methods that are not there, and what is sent to where nobody reads it. */
final class WrongPlaces extends RequestTable {

  @Override
  void fill() {
    pathsAndMethods();
    unread();
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
}
