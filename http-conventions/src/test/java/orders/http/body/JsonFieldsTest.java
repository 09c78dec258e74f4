package orders.http.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import orders.http.error.InvalidRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldsTest {
  private static final Pattern WORD = Pattern.compile("[A-Z]{2,5}");

  private enum Size {
    S,
    XL
  }

  private static JsonFields fields(String json) {
    return JsonFields.of(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "7.0", "70e-1", "0.7E1"})
  void a_whole_number_counts_by_its_value(String number) {
    JsonFields fields = fields("{\"n\": " + number + "}");

    assertThat(fields.wholeNumber("n", 1, 10)).isEqualTo(7);
    fields.check();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "11", "7.5", "\"7\"", "null", "true", "1e999999999", "1e-999999999", "[7]"})
  void anything_else_is_refused_by_name(String notANumber) {
    JsonFields fields = fields("{\"n\": " + notANumber + "}");

    fields.wholeNumber("n", 1, 10);

    assertThatThrownBy(fields::check)
        .isInstanceOf(InvalidRequest.class)
        .hasMessage("n: must be a whole number from 1 to 10");
  }

  @Test
  void a_number_that_javascript_would_change_is_refused() {
    JsonFields fields = fields("{\"most\": 9007199254740991, \"more\": 9007199254740992}");

    assertThat(fields.wholeNumber("most", 1, Long.MAX_VALUE)).isEqualTo(9_007_199_254_740_991L);
    fields.wholeNumber("more", 1, Long.MAX_VALUE);

    assertThatThrownBy(fields::check)
        .hasMessage("more: must be a whole number from 1 to 9007199254740991");
  }

  @Test
  void a_text_is_measured_before_it_is_matched() {
    Pattern pairs = Pattern.compile("(ab|cd)*");
    JsonFields fields =
        fields("{\"s\": \"abcd\", \"long\": \"%s\"}".formatted("ab".repeat(100_000)));

    assertThat(fields.text("s", pairs)).isEqualTo("abcd");
    fields.text("long", pairs);

    assertThatThrownBy(fields::check).hasMessageStartingWith("long: must be a string");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", " { }\r\n"})
  void if_no_body_is_read_one_that_asks_for_nothing_may_come(String body) {
    JsonFields.checkNothing(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"items\": 1}", "null", "[]", "x", "{} {}", "\u00a0"})
  void if_no_body_is_read_any_other_is_refused(String body) {
    byte[] sent = body.getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> JsonFields.checkNothing(new ByteArrayInputStream(sent)))
        .isInstanceOf(InvalidRequest.class)
        .message()
        .matches("items: is not a known member|body: must be one JSON object.*");
  }

  @Test
  void everything_that_is_wrong_is_told_at_once() {
    JsonFields fields = fields("{\"word\": \"x\", \"list\": [{\"m\": 1}, 2], \"other\": 1}");

    fields.upperCase("word", WORD);
    fields.oneOf("size", Size.values());
    fields.list("list", 5, element -> element.wholeNumber("n", 1, 2));

    assertThatThrownBy(fields::check)
        .hasMessageContaining("word: must be a string")
        .hasMessageContaining("size: is missing; must be one of S, XL")
        .hasMessageContaining("list[0].n: is missing")
        .hasMessageContaining("list[0].m: is not a known member")
        .hasMessageContaining("list[1]: must be an object")
        .hasMessageContaining("other: is not a known member");
  }

  @Test
  void letters_are_raised_but_no_other_alphabet_passes_for_them() {
    assertThat(fields("{\"w\": \"kg\"}").upperCase("w", WORD)).isEqualTo("KG");
    JsonFields kelvin = fields("{\"w\": \"\u212ag\"}");

    kelvin.upperCase("w", WORD);

    assertThatThrownBy(kelvin::check).hasMessageStartingWith("w: must be a string");
  }

  @Test
  void a_member_name_cannot_break_a_line_of_the_answer() {
    JsonFields fields = fields("{\"a\\r\\nSet-Cookie: b\": 1}");

    assertThatThrownBy(fields::check).hasMessage("a??Set-Cookie:?b: is not a known member");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7", "[]", "{", "{} {}", "{\"a\": 1, \"a\": 2}", "{\"a\": 01}"})
  void only_one_json_object_with_distinct_members_is_read(String text) {
    assertThatThrownBy(() -> fields(text))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageStartingWith("body: must be");
  }

  @Test
  void bytes_that_are_not_utf_8_are_refused() {
    byte[] latin1 = "{\"a\": \"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> JsonFields.of(new ByteArrayInputStream(latin1)))
        .isInstanceOf(InvalidRequest.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e2147483648", "1e-9999999999"})
  void a_number_that_no_decimal_can_hold_is_refused_before_it_is_converted(String number) {
    String digits = "9".repeat(1_000_000);

    assertThatThrownBy(() -> fields("{\"n\": " + number + "}"))
        .hasMessageStartingWith("body: must have no number");
    assertThatThrownBy(() -> fields("{\"n\": " + digits + "}"))
        .hasMessageStartingWith("body: must have no number");
  }

  @Test
  void deep_nesting_and_a_flood_of_values_are_refused_before_anything_is_built() {
    String deep = "{\"a\": " + "[".repeat(10_000) + "]".repeat(10_000) + "}";
    String flood = "{\"a\": [" + "1,".repeat(2_000) + "1]}";

    assertThatThrownBy(() -> fields(deep)).hasMessageStartingWith("body: must nest 32 deep");
    assertThatThrownBy(() -> fields(flood)).hasMessageStartingWith("body: must nest 32 deep");
  }
}
