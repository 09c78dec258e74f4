package orders.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AsciiTest {

  @Test
  void only_letters_a_to_z_have_a_capital() {
    assertThat(Ascii.upperCase("az-19_ZA`{")).isEqualTo("AZ-19_ZA`{");
    assertThat(Ascii.upperCase("\u017fk\u212a"))
        .as("a long s, a k and a Kelvin")
        .isEqualTo("\u017fK\u212a");
  }

  @Test
  void a_visible_text_has_neither_blanks_nor_other_scripts_and_is_as_long_as_it_may_be() {
    var two = Ascii.visible(1, 2).asMatchPredicate();

    assertThat(two).accepts("!", "~~").rejects("", "abc", "a ", "\t", "\u00e9", "\u0661");
  }

  @Test
  void what_a_client_wrote_is_cut_and_made_visible() {
    assertThat(Ascii.printable("a b\n\u00e9")).isEqualTo("a?b??");
    assertThat(Ascii.printable("x".repeat(64))).hasSize(64);
    assertThat(Ascii.printable("x".repeat(65))).hasSize(64);
  }

  @Test
  void a_line_keeps_its_blanks() {
    assertThat(Ascii.line("a b\n\0")).isEqualTo("a b??");
    assertThat(Ascii.line("x".repeat(300))).hasSize(300);
    assertThat(Ascii.line("x".repeat(301))).hasSize(300);
  }
}
