package orders.http.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import orders.http.error.InvalidRequest;
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

  /** Each character of a quoted key would take a piece of the stack. */
  @ParameterizedTest
  @ValueSource(ints = {256, 6_000, 100_000})
  void a_key_that_is_too_long_is_refused_however_it_is_written(int length) {
    String key = "k".repeat(length);

    for (String header : List.of(key, '"' + key + '"', '"' + "\\\"".repeat(length) + '"')) {
      assertThatThrownBy(() -> read(header))
          .isInstanceOf(InvalidRequest.class)
          .hasMessage("Idempotency-Key: must be 1 to 255 visible ASCII characters");
    }
  }

  @Test
  void the_longest_key_is_taken_also_with_every_character_escaped() {
    assertThat(read('"' + "\\\"".repeat(255) + '"')).isEqualTo("\"".repeat(255));
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
