package orders.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPatternsTest {

  @ParameterizedTest
  @CsvSource({
    "*, anything.example, false",
    "shop.example, shop.example, true",
    "Shop.Example, shop.example, true",
    "shop.example, www.shop.example, false",
    ".shop.example, shop.example, true",
    ".shop.example, www.shop.example, true",
    ".shop.example, evilshop.example, false",
    ".shop.example, shop.example.evil, false",
    "[::1], [::1], true",
    "::1, [::1], true",
    "fd00:0::0001, [fd00::1], true",
    "[FD00::1], [fd00::0:1], true",
    "::1, [::2], false",
    "10.0.0.1, 10.0.0.1, true",
    "10.0.0.1, 10.0.0.1:x, false",
    "::, [::*], false"
  })
  void a_pattern_names_a_host_or_all_below_it(String pattern, String host, boolean matches) {
    assertThat(HostPatterns.of(pattern).match(host)).isEqualTo(matches);
  }
}
