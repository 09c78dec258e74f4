package orders.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {

  @ParameterizedTest
  @CsvSource({
    "https://shop.example, https://shop.example",
    "https://Shop.Example, https://shop.example",
    "HTTPS://shop.example, https://shop.example",
    "https://shop.example:443, https://shop.example",
    "http://shop.example:80, http://shop.example",
    "https://shop.example:80, https://shop.example:80",
    "http://shop.example:443, http://shop.example:443",
    "https://shop.example:8443, https://shop.example:8443"
  })
  void an_origin_is_compared_as_browsers_write_it(String set, String sent) {
    assertThat(Origins.of(set).contain(sent)).isTrue();
  }
}
