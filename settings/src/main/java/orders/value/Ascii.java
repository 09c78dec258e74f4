package orders.value;

import java.util.regex.Pattern;

/** Text from outside, in characters that are safe to compare, to store and to send back. */
public final class Ascii {
  private static final int NAME_LENGTH_MAX = 64;
  private static final int LINE_LENGTH_MAX = 300;

  private Ascii() {}

  /**
   * @param charactersMin at least so many
   * @param charactersMax at most so many
   * @return what matches a text of visible characters, of which the blank is none
   */
  public static Pattern visible(int charactersMin, int charactersMax) {
    return Pattern.compile("[\\x21-\\x7e]{%d,%d}".formatted(charactersMin, charactersMax));
  }

  /**
   * Letters a to z only: Unicode case rules would let the Kelvin sign pass for a K.
   *
   * @param text any
   * @return it with these letters in upper case, and all others as they were
   */
  public static String upperCase(String text) {
    var upper = new StringBuilder(text);
    for (int i = 0; i < upper.length(); i++) {
      char c = upper.charAt(i);
      if (c >= 'a' && c <= 'z') {
        upper.setCharAt(i, (char) (c - 'a' + 'A'));
      }
    }
    return upper.toString();
  }

  /**
   * @param name that a client sent
   * @return it as it may stand in an answer: short, and with nothing that could break a log line
   */
  public static String printable(String name) {
    return cut(name, NAME_LENGTH_MAX).replaceAll("[^\\x21-\\x7e]", "?");
  }

  /**
   * @param text that somebody else wrote
   * @return it as it may stand in a log, be stored and be shown: one line of it, not too long
   */
  public static String line(String text) {
    return cut(text, LINE_LENGTH_MAX).replaceAll("[^\\x20-\\x7e]", "?");
  }

  private static String cut(String text, int lengthMax) {
    return text.length() > lengthMax ? text.substring(0, lengthMax) : text;
  }
}
