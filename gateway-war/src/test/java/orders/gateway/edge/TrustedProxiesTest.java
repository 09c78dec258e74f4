package orders.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
  private final TrustedProxies proxies =
      new TrustedProxies(Optional.of(List.of("10.0.0.0/8", "fd00::/8", "192.0.2.1")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nobody between                      | 203.0.113.7 |                            | 203.0.113.7
          a stranger's word does not count    | 203.0.113.7 | 198.51.100.1               | 203.0.113.7
          the proxy's does                    | 10.1.2.3    | 198.51.100.1               | 198.51.100.1
          what the client made up before it   | 10.1.2.3    | 1.1.1.1, 198.51.100.1      | 198.51.100.1
          a second proxy                      | 10.1.2.3    | 198.51.100.1, 192.0.2.1    | 198.51.100.1
          all of them proxies                 | 10.1.2.3    | 10.9.9.9, 192.0.2.1        | 10.9.9.9
          rubbish ends the walk               | 10.1.2.3    | 198.51.100.1, what, 10.0.0.2 | 10.0.0.2
          a name is not looked up             | 10.1.2.3    | localhost                  | 10.1.2.3
          a range is no client                | 10.1.2.3    | 198.51.100.0/24            | 10.1.2.3
          with a port                         | 10.1.2.3    | 198.51.100.1:4711          | 198.51.100.1
          IPv6                                | fd00::1     | 2001:db8::7                | 2001:db8::7
          IPv6 with a port                    | fd00::1     | [2001:db8::7]:443          | 2001:db8::7
          IPv4 in IPv6 is IPv4                | ::ffff:10.1.2.3 | 198.51.100.1           | 198.51.100.1
          """)
  void the_client_is_the_last_whom_no_trusted_proxy_vouches_for(
      String what, String peer, String forwardedFor, String client) {
    List<String> headers = forwardedFor == null ? List.of() : List.of(forwardedFor);

    assertThat(proxies.client(peer, headers).toCanonicalString()).as(what).isEqualTo(client);
  }

  @Test
  void the_headers_are_read_in_their_order() {
    assertThat(proxies.client("10.0.0.1", List.of("1.1.1.1", "198.51.100.1")).toCanonicalString())
        .isEqualTo("198.51.100.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "", "proxy.example", "10.0.0.0/33", "10.0.0", "1.2.3.4.5", "all"})
  void what_is_no_address_and_no_range_is_refused(String text) {
    assertThatThrownBy(() -> new TrustedProxies(Optional.of(List.of(text))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
