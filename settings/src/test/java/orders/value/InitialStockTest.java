package orders.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

class InitialStockTest {

  @Test
  void each_sku_has_its_units_in_the_order_of_the_list() {
    assertThat(InitialStock.of("SKU2=7, SKU1=0").units())
        .containsExactly(entry("SKU2", 7L), entry("SKU1", 0L));
  }

  @Test
  void what_is_of_another_form_or_named_twice_is_refused() {
    assertThatThrownBy(() -> InitialStock.of("SKU1=5,sku2=5")).hasMessageContaining("'sku2=5'");
    assertThatThrownBy(() -> InitialStock.of("SKU1=1234567890"))
        .hasMessageContaining("SKU1=1234567890");
    assertThatThrownBy(() -> InitialStock.of("SKU1=5,SKU1=6"))
        .hasMessage("it names SKU1 more than once");
  }
}
