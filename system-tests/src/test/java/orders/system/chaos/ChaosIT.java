package orders.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A short run of {@link Chaos}, always the same; the README has the command for long ones. */
class ChaosIT {

  @Test
  void whatever_dies_the_stock_and_the_money_add_up_and_every_order_comes_to_its_end()
      throws Exception {
    var chaos = new Chaos(20261124, 600, false, Pattern.compile(""));

    var failures = chaos.run();

    System.out.println(chaos.report());
    assertThat(failures).isEmpty();
  }
}
