package orders.inventory;

import com.tngtech.archunit.core.domain.JavaClasses;
import orders.architecture.FilterRules;
import orders.architecture.HttpRules;
import orders.architecture.LayoutRules;
import orders.architecture.Product;
import orders.architecture.ServletFilters;
import orders.http.FilterOrder;
import orders.http.error.ErrorCode;
import org.junit.jupiter.api.Test;

/** The rules of the layout that hold here. */
class ArchitectureTest {
  private static final JavaClasses SERVICE = Product.ofThisModule();

  @Test
  void no_packages_depend_on_each_other_in_a_circle() {
    LayoutRules.noCircleOfPackages().check(SERVICE);
  }

  @Test
  void every_filter_takes_its_place_from_the_list() {
    FilterRules.everyFilterHasItsPlaceIn(
            FilterOrder.class, FilterOrder.SERVLET_FILTERS, ServletFilters.ofThisModule())
        .check(Product.ofThisModuleAndThoseBelow());
  }

  @Test
  void only_the_boundary_knows_http() {
    HttpRules.onlyTheBoundaryKnowsHttp(ErrorCode.class).check(SERVICE);
  }

  @Test
  void no_resource_knows_the_database() {
    HttpRules.noResourceKnowsTheDatabase().check(SERVICE);
  }
}
