package orders.reconciler;

import com.tngtech.archunit.base.DescribedPredicate;
import orders.architecture.HttpRules;
import orders.architecture.Product;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  @Test
  void databases_are_compared_without_a_request() {
    HttpRules.noHttpIn(DescribedPredicate.alwaysTrue()).check(Product.ofThisModule());
  }
}
