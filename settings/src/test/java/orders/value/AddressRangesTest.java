package orders.value;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "",
        "10.0.0.1,",
        "proxy.example",
        "10.0.0.0/33",
        "fd00::/129",
        "10.0.0",
        "1.2.3.4.5",
        "all",
        "10.0.0.0/255.0.0.0",
        "10.0.0.1-9",
        "10.0.*.1",
        "fe80::1%eth0",
        "10.0.0.1:80",
        "10.0.0.0/+8",
        "10.0.0.0/\u0668"
      })
  void what_is_no_address_and_no_range_is_refused(String list) {
    assertThatThrownBy(() -> AddressRanges.of(list)).isInstanceOf(IllegalArgumentException.class);
  }
}
