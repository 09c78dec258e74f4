package orders.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostSyntaxTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "db",
        "my_db",
        "db-1.example",
        "db.example.",
        "10.0.0.255",
        "::1",
        "fd00::1",
        "3com"
      })
  void a_name_or_an_address_is_a_host(String text) {
    assertThat(HostSyntax.isHost(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "10.0.0.256",
        "10.0.0",
        "db:5432",
        "[::1]",
        "a b",
        "::g",
        "1:2",
        "example.1"
      })
  void a_port_or_half_an_address_is_none(String text) {
    assertThat(HostSyntax.isHost(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.255", "0.0.0.0", "::1", "[::1]", "[fd00::1]", "::ffff:10.0.0.1"})
  void an_address_has_no_name_in_it_and_may_stand_in_the_brackets_of_a_url(String text) {
    assertThat(HostSyntax.isAddress(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "999.999.999.999",
        "10.0.0.256",
        "10.0.0",
        "localhost",
        "10.0.0.1.example",
        "[10.0.0.1]",
        "[::1",
        "::1]",
        "[]",
        "[::1]:80",
        "10.0.0.1:80",
        "1:2",
        ":"
      })
  void what_only_looks_like_an_address_is_none(String text) {
    assertThat(HostSyntax.isAddress(text)).isFalse();
  }

  @Test
  void a_name_has_an_end() {
    assertThat(HostSyntax.isNameOrIpv4("x".repeat(255))).isTrue();
    assertThat(HostSyntax.isNameOrIpv4("x".repeat(256))).isFalse();
    assertThat(HostSyntax.isNameOrIpv4("db.")).isFalse();
  }
}
