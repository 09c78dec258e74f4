package orders;

import orders.architecture.LayoutRules;
import orders.architecture.Product;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  @Test
  void no_packages_depend_on_each_other_in_a_circle() {
    LayoutRules.noCircleOfPackages().check(Product.ofThisModule());
  }
}
