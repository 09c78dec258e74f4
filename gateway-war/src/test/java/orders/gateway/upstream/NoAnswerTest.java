package orders.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NoAnswerTest {

  /** It is written into a timeline, which PostgreSQL refuses if there is a NUL in it. */
  @Test
  void what_a_stranger_wrote_is_one_line_of_visible_characters_and_not_long() {
    var noAnswer = new NoAnswer("status 200, then \0\n\ud800é" + "x".repeat(5000), null);

    assertThat(noAnswer.getMessage()).startsWith("status 200, then ????xxx").hasSize(300);
  }
}
