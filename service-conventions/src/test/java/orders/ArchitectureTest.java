package orders;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;

import orders.architecture.HttpRules;
import orders.architecture.LayoutRules;
import orders.architecture.Product;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  @Test
  void no_packages_depend_on_each_other_in_a_circle() {
    LayoutRules.noCircleOfPackages().check(Product.ofThisModule());
  }

  /** What works in the background, or on the database, is asked for by no request alone. */
  @Test
  void nothing_here_knows_http() {
    HttpRules.noHttpIn(resideInAPackage("orders..")).check(Product.ofThisModule());
  }
}
