package orders.http.body;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Content-Type} of a request (RFC 9110, sections 5.6.6 and 8.3.1).
 *
 * @param mediaType type and subtype in lower case, without parameters
 * @param charset the parameter of that name, in lower case; null if there is none
 */
public record ContentType(String mediaType, @Nullable String charset) {

  /** RFC 6838 allows 127 characters on either side of the slash; parameters are short. */
  private static final int LENGTH_MAX = 512;

  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final Pattern TYPE = Pattern.compile("[ \t]*(" + TOKEN + "/" + TOKEN + ")");
  private static final Pattern PARAMETER =
      Pattern.compile(
          "\\G[ \t]*;[ \t]*((TOKEN)=((TOKEN)|\"((?:[^\"\\\\]|\\\\.)*)\"))?"
              .replace("TOKEN", TOKEN));

  /**
   * @param sent value of the header
   * @return what it says; empty if it is malformed, or names a charset twice
   */
  public static Optional<ContentType> of(String sent) {
    Matcher type = TYPE.matcher(sent);
    // the length first: a group that repeats takes a piece of the stack for each character
    if (sent.length() > LENGTH_MAX || !type.lookingAt()) {
      return Optional.empty();
    }
    String charset = null;
    int end = type.end();
    Matcher parameter = PARAMETER.matcher(sent).region(end, sent.length());
    while (parameter.find()) {
      end = parameter.end();
      if ("charset".equalsIgnoreCase(parameter.group(2))) {
        if (charset != null) {
          return Optional.empty();
        }
        String value = parameter.group(4) != null ? parameter.group(4) : parameter.group(5);
        charset = value.toLowerCase(Locale.ROOT);
      }
    }
    return sent.substring(end).isBlank()
        ? Optional.of(new ContentType(type.group(1).toLowerCase(Locale.ROOT), charset))
        : Optional.empty();
  }
}
