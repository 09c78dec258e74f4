package orders.http.body;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTypeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
"""
application/json|application/json|
application/json |application/json|
 application/json|application/json|
Application/JSON|application/json|
application/json;charset=utf-8|application/json|utf-8
application/json ;charset=utf-8|application/json|utf-8
application/json ; Charset="UTF-8" |application/json|utf-8
application/json;|application/json|
application/json; ;charset=utf-8;|application/json|utf-8
application/json;profile="a;charset=b\\"c";charset=x|application/json|x
application/vnd.api+json;v=1|application/vnd.api+json|
""")
  void a_media_type_is_the_same_with_blanks_and_capitals(
      String sent, String mediaType, String charset) {
    assertThat(ContentType.of(sent)).contains(new ContentType(mediaType, charset));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "json",
        "/json",
        "application/",
        "application/json/x",
        "application /json",
        "application/json charset=utf-8",
        "application/json, text/plain",
        "application/json;charset",
        "application/json;charset=",
        "application/json;charset=\"utf-8",
        "application/json;charset =utf-8",
        "application/json;charset=utf-8;charset=utf-8",
        ";;;"
      })
  void what_is_none_is_refused(String sent) {
    assertThat(ContentType.of(sent)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", ";", "a", "\\a", "\""})
  void a_long_one_is_refused_before_it_is_taken_apart(String piece) {
    assertThat(ContentType.of("application/json;x=\"" + piece.repeat(100_000))).isEmpty();
  }
}
