package orders.embedded.server;

import orders.architecture.FilterRules;
import orders.architecture.Product;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  @Test
  void no_request_passes_a_filter_here() {
    FilterRules.noFilters().check(Product.ofThisModule());
  }
}
