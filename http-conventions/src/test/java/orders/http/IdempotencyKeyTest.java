package orders.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {

  private static String read(String header) {
    var key = new IdempotencyKey();
    key.read(List.of(header));
    return key.value().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          abc        | abc
          "abc"      | abc
          "a\\"b"    | a"b
          "a\\\\b"   | a\\b
          "\\"abc\\"" | "abc"
          a"b        | a"b
          "abc       | "abc
          a\\b       | a\\b
          """)
  void a_key_is_the_same_bare_and_as_a_structured_string(String header, String key) {
    assertThat(read(header)).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\"\"", "\"\"abc\"\"", "\"a\"b\"", "\"abc\\\"", "\"a\\b\"", "a b", "\"a b\""})
  void what_is_neither_is_refused(String header) {
    assertThatThrownBy(() -> read(header)).isInstanceOf(InvalidRequest.class);
  }

  /** Or a client could name another's reservation by putting its key into quotes twice. */
  @ParameterizedTest
  @ValueSource(strings = {"abc", "\"abc\"", "\"\"abc\"\"", "\\", "\"", "\\\"", "a\\\\\"b"})
  void a_key_passed_on_is_read_as_itself(String key) {
    assertThat(read(IdempotencyKey.toHeader(key))).isEqualTo(key);
  }

  @Test
  void a_request_without_a_key_has_none() {
    var key = new IdempotencyKey();

    key.read(null);

    assertThat(key.value()).isEmpty();
  }
}
