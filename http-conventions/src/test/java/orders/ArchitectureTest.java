package orders;

import orders.architecture.FilterRules;
import orders.architecture.LayoutRules;
import orders.architecture.Product;
import orders.architecture.ServletFilters;
import orders.http.FilterOrder;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  @Test
  void no_packages_depend_on_each_other_in_a_circle() {
    LayoutRules.noCircleOfPackages().check(Product.ofThisModule());
  }

  @Test
  void every_filter_takes_its_place_from_the_list() {
    FilterRules.everyFilterHasItsPlaceIn(
            FilterOrder.class, FilterOrder.SERVLET_FILTERS, ServletFilters.ofThisModule())
        .check(Product.ofThisModuleAndThoseBelow());
  }
}
