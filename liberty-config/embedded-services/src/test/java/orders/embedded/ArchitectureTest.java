package orders.embedded;

import com.tngtech.archunit.base.DescribedPredicate;
import orders.architecture.HttpRules;
import orders.architecture.Product;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  @Test
  void who_starts_databases_knows_no_request() {
    HttpRules.noHttpIn(DescribedPredicate.alwaysTrue()).check(Product.ofThisModule());
  }
}
