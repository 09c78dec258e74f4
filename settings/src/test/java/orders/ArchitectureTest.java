package orders;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;

import orders.architecture.HttpRules;
import orders.architecture.LayoutRules;
import orders.architecture.Product;
import orders.settings.ManagementHost;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  @Test
  void no_packages_depend_on_each_other_in_a_circle() {
    LayoutRules.noCircleOfPackages().check(Product.ofThisModule());
  }

  @Test
  void a_setting_knows_no_request() {
    HttpRules.noHttpIn(not(type(ManagementHost.class))).check(Product.ofThisModule());
  }
}
