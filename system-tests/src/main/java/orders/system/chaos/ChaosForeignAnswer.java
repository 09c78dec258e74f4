package orders.system.chaos;

/**
 * What a maintenance page, a wrong port or a gateway of somebody else answers in an upstream's
 * place: statuses that the contract has, with a body that is not the contract's.
 */
enum ChaosForeignAnswer {
  PAGE_200(200, "text/html"),
  PAGE_402(402, "text/html"),
  PAGE_404(404, "text/html"),
  PAGE_422(422, "text/html"),
  JSON_200(200, "application/json"),
  JSON_402(402, "application/json"),
  JSON_422(422, "application/json");

  final int status;
  final String type;

  ChaosForeignAnswer(int status, String type) {
    this.status = status;
    this.type = type;
  }

  byte[] body() {
    String text =
        type.equals("text/html")
            ? "<!doctype html><title>We are back soon</title><p>" + status
            : "{\"message\": \"handled by the edge\", \"code\": " + status + "}";
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
