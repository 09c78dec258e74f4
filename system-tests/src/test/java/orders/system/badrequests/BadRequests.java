package orders.system.badrequests;

import java.util.List;
import java.util.stream.Stream;

/** Requests that must be refused, and how: all the tables. */
public final class BadRequests {
  private BadRequests() {}

  /**
   * @return all of them
   */
  public static List<BadRequest> all() {
    return Stream.of(
            new UnreadableBodies(),
            new WrongFields(),
            new WrongKeys(),
            new WrongPlaces(),
            new WrongFraming())
        .flatMap(table -> table.requests().stream())
        .toList();
  }

  /**
   * @return those that are for the gateway
   */
  public static List<BadRequest> ofTheGateway() {
    return all().stream().filter(each -> each.service().equals("gateway")).toList();
  }
}
