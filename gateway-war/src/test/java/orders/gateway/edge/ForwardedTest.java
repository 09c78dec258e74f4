package orders.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedTest {

  /** Most of them from RFC 7239, sections 4, 6 and 7.1. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          for=192.0.2.43                                  | 192.0.2.43
          For="[2001:db8:cafe::17]:4711"                  | [2001:db8:cafe::17]:4711
          for=192.0.2.60;proto=http;by=203.0.113.43       | 192.0.2.60
          for=192.0.2.43, for=198.51.100.17               | 192.0.2.43 198.51.100.17
          for=192.0.2.43,for="[2001:db8:cafe::17]",for=unknown | 192.0.2.43 [2001:db8:cafe::17] unknown
          for="_gazonk"                                   | _gazonk
          for=_SEVKISEK, , for=192.0.2.1 ;                | _SEVKISEK 192.0.2.1
          for=192.0.2.1:4711                              | 192.0.2.1:4711
          for="a,b;c"                                     | a,b;c
          """)
  void each_hop_says_from_whom_it_got_the_request(String header, String nodes) {
    assertThat(String.join(" ", Forwarded.of(List.of(header)).nodes())).isEqualTo(nodes);
  }

  @Test
  void the_nearest_hop_says_by_which_scheme() {
    assertThat(Forwarded.of(List.of("proto=http, for=1.2.3.4;PROTO=https")).proto())
        .isEqualTo("https");
    assertThat(Forwarded.of(List.of("proto=https", "for=1.2.3.4")).proto()).isEmpty();
    assertThat(Forwarded.of(List.of()).proto()).isEmpty();
  }

  /** What a client wrote before the proxy's own must not change how that is read. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "for=\"1.2.3.4",
        "for=\"",
        "x=\"\\",
        "for=1.2.3.4;for=5.6.7.8",
        "for",
        "=",
        "for=1.2.3.4 proto=https",
        "for=\"a\"b"
      })
  void if_the_whole_makes_no_sense_nothing_of_it_is_taken(String made) {
    for (String proxys : List.of("for=9.9.9.9;proto=https", "for=\"[2001:db8::1]\";by=\"_x\"")) {
      assertThat(Forwarded.of(List.of(made, proxys)).hops()).isEmpty();
      assertThat(Forwarded.of(List.of(made + ", " + proxys)).hops()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", " ", "for=1.1.1.1,", "a", "x=\"", "for=\"a\","})
  void a_long_one_is_not_taken_apart(String piece) {
    assertThat(Forwarded.of(List.of(piece.repeat(100_000), "for=9.9.9.9")).hops()).isEmpty();
  }
}
