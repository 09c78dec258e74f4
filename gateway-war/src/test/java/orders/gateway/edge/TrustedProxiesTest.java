package orders.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import orders.value.AddressRanges;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedProxiesTest {
  private final TrustedProxies proxies =
      new TrustedProxies(Optional.of(AddressRanges.of("10.0.0.0/8, fd00::/8,192.0.2.1")));

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

    assertThat(proxies.client(peer, headers, List.of()).toCanonicalString())
        .as(what)
        .isEqualTo(client);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a stranger's word does not count    | 203.0.113.7 | for=198.51.100.1                | 203.0.113.7
          the proxy's does                    | 10.1.2.3    | for=198.51.100.1;proto=https    | 198.51.100.1
          what the client made up before it   | 10.1.2.3    | for=1.1.1.1, for=198.51.100.1   | 198.51.100.1
          a second proxy                      | 10.1.2.3    | for=198.51.100.1, for=192.0.2.1 | 198.51.100.1
          who does not say from whom          | 10.1.2.3    | for=198.51.100.1, by=10.1.2.3   | 10.1.2.3
          somebody unknown                    | 10.1.2.3    | for=198.51.100.1, for=unknown   | 10.1.2.3
          somebody hidden                     | 10.1.2.3    | for=_hidden                     | 10.1.2.3
          IPv6 with a port                    | fd00::1     | for="[2001:db8::7]:443"         | 2001:db8::7
          a quote that the client left open   | 10.1.2.3    | for="1.1.1.1, for=198.51.100.1  | 10.1.2.3
          """)
  void the_standard_header_counts_as_the_older_one_does(
      String what, String peer, String forwarded, String client) {
    assertThat(proxies.client(peer, List.of(), List.of(forwarded)).toCanonicalString())
        .as(what)
        .isEqualTo(client);
  }

  /** The proxies write one of the two, and whoever wants to be somebody else writes the other. */
  @Test
  void if_the_two_headers_disagree_neither_is_believed() {
    List<String> older = List.of("198.51.100.1");

    assertThat(proxies.client("10.1.2.3", older, List.of("for=198.51.100.1")).toCanonicalString())
        .isEqualTo("198.51.100.1");
    for (String other : List.of("for=198.51.100.2", "for=unknown", "rubbish", "")) {
      assertThat(proxies.client("10.1.2.3", older, List.of(other)).toCanonicalString())
          .as(other)
          .isEqualTo("10.1.2.3");
    }
  }

  @Test
  void the_headers_are_read_in_their_order() {
    List<String> lines = List.of("1.1.1.1", "198.51.100.1");

    assertThat(proxies.client("10.0.0.1", lines, List.of()).toCanonicalString())
        .isEqualTo("198.51.100.1");
  }

  /** As an address of a peer is, which a socket for both families may write so. */
  @ParameterizedTest
  @CsvSource({
    "::ffff:10.1.2.3, 10.1.2.3, true",
    "::ffff:10.0.0.0/104, 10.1.2.3, true",
    "::ffff:10.0.0.0/104, 11.1.2.3, false",
    "::ffff:0:0/96, 192.0.2.1, true",
    "fd00::/8, 10.1.2.3, false"
  })
  void a_range_of_IPv4_in_IPv6_is_one_of_IPv4(String range, String peer, boolean trusted) {
    var mapped = new TrustedProxies(Optional.of(AddressRanges.of(range)));

    assertThat(mapped.areAt(peer)).isEqualTo(trusted);
    assertThat(mapped.areAt("::ffff:" + peer)).isEqualTo(trusted);
  }
}
