package orders.embedded;

import java.nio.file.Path;
import java.util.OptionalInt;

/** A JVM of its own for a test to kill. */
final class StartAndWait {
  private StartAndWait() {}

  public static void main(String[] arguments) throws InterruptedException {
    var services =
        EmbeddedServices.start(
            Path.of(arguments[0]),
            OptionalInt.of(Integer.parseInt(arguments[1])),
            OptionalInt.of(Integer.parseInt(arguments[2])));
    System.out.println(services.postgresPid() + " " + services.redisPid());
    Thread.currentThread().join();
  }
}
