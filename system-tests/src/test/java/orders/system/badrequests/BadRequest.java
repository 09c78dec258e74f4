package orders.system.badrequests;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import orders.system.fixture.RawHttp;

/**
 * A request that must be refused, and how.
 *
 * @param name what is wrong with it
 * @param service gateway, operators, inventory or payments
 * @param line method and path
 * @param headers beside Host
 * @param body whatever it is
 * @param expected status and code
 */
public record BadRequest(
    String name, String service, String line, List<String> headers, byte[] body, String expected) {

  /**
   * @param server that is asked
   * @return what is sent there
   */
  public byte[] bytes(URI server) {
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
