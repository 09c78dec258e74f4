package orders.system.containers;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whom a container reaches, and from whom it is cut off. Two that share a network reach each other,
 * whoever of them is to call: so the gateway is not among those from whom its upstreams are cut
 * off.
 *
 * @param service from whose container it is tried
 * @param reaches service and port, with a colon between
 * @param cutOff likewise
 */
record Boundary(String service, List<String> reaches, List<String> cutOff) {
  private static final String OPERATORS = "gateway:8010";

  /**
   * Of an attempt at each of its arguments, prints those that were connected. Eight at a time: who
   * is cut off hears nothing, and a container may not have many processes.
   */
  private static final String CONNECT =
      "for at; do timeout 3 bash -c \"</dev/tcp/$at && echo $at\" 2>/dev/null &"
          + " ((++tried % 8)) || wait; done; wait";

  /**
   * @return those of all services
   */
  static List<Boundary> all() {
    String inventory = "inventory:9001";
    String payments = "payments:9002";
    String orders = "orders-db:5432";
    String stock = "inventory-db:5432";
    String charges = "payments-db:5432";
    String redis = "redis:6379";
    String edge = "edge:8443";
    // of who calls nobody, the own port shows that the attempt can succeed
    return List.of(
        new Boundary(
            "edge",
            List.of("gateway:8000"),
            List.of(OPERATORS, inventory, payments, orders, stock, charges, redis)),
        new Boundary(
            "gateway", List.of(inventory, payments, orders, redis), List.of(stock, charges)),
        new Boundary(
            "inventory",
            List.of(stock),
            List.of(OPERATORS, payments, orders, charges, redis, edge)),
        new Boundary(
            "payments",
            List.of(charges),
            List.of(OPERATORS, inventory, orders, stock, redis, edge)),
        new Boundary(
            "orders-db",
            List.of(orders),
            List.of(OPERATORS, inventory, payments, stock, charges, redis, edge)),
        new Boundary(
            "inventory-db",
            List.of(stock),
            List.of("gateway:8000", payments, orders, charges, redis, edge)),
        new Boundary(
            "payments-db",
            List.of(charges),
            List.of("gateway:8000", inventory, orders, stock, redis, edge)),
        new Boundary(
            "redis",
            List.of(redis),
            List.of(OPERATORS, inventory, payments, orders, stock, charges, edge)));
  }

  /**
   * @param compose of the system
   * @return those that it does not reach, though it should
   */
  List<String> missed(Compose compose) {
    List<String> wanted = reaches.stream().map(each -> each.replace(':', '/')).toList();
    List<String> connected = connected(compose, wanted);
    return wanted.stream().filter(each -> !connected.contains(each)).toList();
  }

  /**
   * By their names, and by their addresses: a name that is not known protects nobody.
   *
   * @param compose of the system
   * @return those that it reaches, though it should not
   */
  List<String> broken(Compose compose) {
    List<Container> containers = compose.containers();
    var places = new ArrayList<String>();
    for (String each : cutOff) {
      String[] parts = each.split(":");
      Stream.concat(
              Stream.of(parts[0]),
              Compose.of(parts[0], containers).stream()
                  .flatMap(container -> container.addresses().stream()))
          .forEach(host -> places.add(host + "/" + parts[1]));
    }
    return connected(compose, places);
  }

  private List<String> connected(Compose compose, List<String> places) {
    var command = new ArrayList<>(List.of("bash", "-c", CONNECT, "bash"));
    command.addAll(places);
    return compose
        .exec(service, command.toArray(String[]::new))
        .successfully()
        .output()
        .lines()
        .toList();
  }

  @Override
  public String toString() {
    return service;
  }
}
