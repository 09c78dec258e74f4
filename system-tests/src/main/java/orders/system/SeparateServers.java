package orders.system;

import orders.system.fixture.RunningSystem;

/** Runs each service in a server of its own on this machine until it is stopped: see the README. */
final class SeparateServers {
  private SeparateServers() {}

  /** Starts them and waits; Ctrl-C stops all of them. */
  public static void main(String[] arguments) throws InterruptedException {
    var running = RunningSystem.separateServersOnUsualPorts();
    Runtime.getRuntime().addShutdownHook(new Thread(running::close));
    System.out.println("Starting three servers, about 30 s ...");
    running.start();
    running.servers.forEach(
        (name, server) ->
            System.out.printf(
                "  %-10s process %d, log %s%n", name, server.pid(), server.console()));
    System.out.println(
        "Three servers are running: gateway "
            + running.gateway
            + ", inventory "
            + running.inventory
            + ", payments "
            + running.payments
            + ", operators "
            + running.operators
            + "; management on 9090, 9091, 9092. Ctrl-C stops them.");
    Thread.currentThread().join();
  }
}
