package orders.http.body;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import orders.http.error.InvalidRequest;
import orders.http.error.InvalidRequest.Problem;
import orders.value.Ascii;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of a JSON object strictly and collects everything that is wrong with it, so
 * that a client learns of all its mistakes at once.
 *
 * <p>Data binding is too lenient for money: JSON-B takes {@code "2"} and {@code 2.7} for the number
 * 2, ignores members it does not know, keeps the last of two equal members, and stops at the first
 * error (docs/decisions/0004).
 *
 * <p>Each reading method returns a harmless value if the member is wrong; nothing may be done with
 * what was read before {@link #check()} has passed.
 */
public final class JsonFields {

  /**
   * The greatest whole number that every JSON reader holds exactly, 2^53 - 1: JavaScript would make
   * another one of what is above it (RFC 8259, section 6; RFC 7493, section 2.2).
   */
  public static final long WHOLE_NUMBER_MAX = (1L << 53) - 1;

  private static final int SCALE_MAX = 64;

  /** Beyond any text that is meant, and looked at before a pattern is. */
  private static final int TEXT_LENGTH_MAX = 1000;

  private final JsonObject object;
  private final String path;
  private final String pointer;
  private final List<Problem> problems;
  private final Set<String> known = new HashSet<>();

  private JsonFields(JsonObject object, String path, String pointer, List<Problem> problems) {
    this.object = object;
    this.path = path;
    this.pointer = pointer;
    this.problems = problems;
  }

  /**
   * @param body a request body, JSON in UTF-8 (RFC 8259)
   * @return its members
   * @throws InvalidRequest if the body is not one JSON object, or names a member twice
   */
  public static JsonFields of(InputStream body) {
    return of(StrictJson.object(body));
  }

  /**
   * @param body a request body that may be left out
   * @return its members; empty if there is no body
   * @throws InvalidRequest as {@link #of}
   */
  public static Optional<JsonFields> ifAny(InputStream body) {
    return StrictJson.objectIfAny(body).map(JsonFields::of);
  }

  private static JsonFields of(JsonObject object) {
    return new JsonFields(object, "", "#", new ArrayList<>());
  }

  /**
   * Checks a body that nobody reads.
   *
   * @param body nothing, or an object without members, as some clients send with every POST
   * @throws InvalidRequest if it asks for anything, by the name of what it asks for
   */
  public static void checkNothing(InputStream body) {
    ifAny(body).ifPresent(JsonFields::check);
  }

  /**
   * @param name the member
   * @param min the least value allowed
   * @param greatest the greatest value allowed; never more than {@link #WHOLE_NUMBER_MAX}
   * @return its value, or {@code min} if it is wrong
   */
  public long wholeNumber(String name, long min, long greatest) {
    long max = Math.min(greatest, WHOLE_NUMBER_MAX);
    Optional<BigDecimal> number = number(take(name));
    try {
      if (number.isPresent()) {
        long value = number.get().longValueExact();
        if (value >= min && value <= max) {
          return value;
        }
      }
    } catch (ArithmeticException notWholeOrTooBig) {
      // falls through to the one message
    }
    wrong(name, "must be a whole number from " + min + " to " + max);
    return min;
  }

  /**
   * @param name the member
   * @param pattern what its upper-cased value must match, at most 1000 characters
   * @return its value in upper case, or the empty string if it is wrong
   */
  public String upperCase(String name, Pattern pattern) {
    return text(name, pattern, Ascii::upperCase);
  }

  /**
   * @param name the member
   * @param pattern what its value must match, at most 1000 characters
   * @return its value, or the empty string if it is wrong
   */
  public String text(String name, Pattern pattern) {
    return text(name, pattern, UnaryOperator.identity());
  }

  private String text(String name, Pattern pattern, UnaryOperator<String> normal) {
    if (take(name) instanceof JsonString string && string.getString().length() <= TEXT_LENGTH_MAX) {
      String value = normal.apply(string.getString());
      if (pattern.matcher(value).matches()) {
        return value;
      }
    }
    wrong(name, "must be a string that matches " + pattern.pattern());
    return "";
  }

  /**
   * @param name the member
   * @return its value, a number from 0 to 1, or 0 if it is wrong
   */
  public double fraction(String name) {
    Optional<BigDecimal> number = number(take(name));
    if (number.isPresent()
        && number.get().signum() >= 0
        && number.get().compareTo(BigDecimal.ONE) <= 0) {
      return number.get().doubleValue();
    }
    wrong(name, "must be a number from 0 to 1");
    return 0;
  }

  /**
   * @param name the member, which may be left out
   * @param otherwise its value then
   * @return its value, or {@code otherwise} if it is wrong
   */
  public boolean flag(String name, boolean otherwise) {
    JsonValue value = take(name);
    boolean set = JsonValue.TRUE.equals(value);
    if (value != null && !set && !JsonValue.FALSE.equals(value)) {
      wrong(name, "must be true or false");
    }
    return value == null ? otherwise : set;
  }

  /**
   * @param name the member
   * @param values the values allowed
   * @return the one whose name was sent, in whatever case, or the first if it is wrong
   */
  public <E extends Enum<E>> E oneOf(String name, E[] values) {
    if (take(name) instanceof JsonString string) {
      String sent = Ascii.upperCase(string.getString());
      for (E value : values) {
        if (value.name().equals(sent)) {
          return value;
        }
      }
    }
    wrong(name, "must be one of " + String.join(", ", names(values)));
    return values[0];
  }

  /**
   * @param name the member
   * @param max how many elements it may have, at least one being required
   * @param read reads one element, which must be an object
   * @return what was read
   */
  public <T> List<T> list(String name, int max, Function<JsonFields, T> read) {
    var elements = new ArrayList<T>();
    if (!(take(name) instanceof JsonArray array) || array.isEmpty() || array.size() > max) {
      wrong(name, "must be an array of 1 to " + max + " objects");
      return elements;
    }
    for (int i = 0; i < array.size(); i++) {
      String at = path + name + "[" + i + "]";
      String pointerAt = pointer + "/" + name + "/" + i;
      if (array.get(i) instanceof JsonObject element) {
        var fields = new JsonFields(element, at + ".", pointerAt, problems);
        elements.add(read.apply(fields));
        fields.refuseUnknown();
      } else {
        problems.add(new Problem(at, "must be an object", "pointer", pointerAt));
      }
    }
    return elements;
  }

  /**
   * Ends the reading.
   *
   * @throws InvalidRequest if anything was wrong, members nobody asked for included
   */
  public void check() {
    refuseUnknown();
    if (!problems.isEmpty()) {
      throw new InvalidRequest(problems);
    }
  }

  /** Empty also for a number that nobody means, and that would take all memory written out. */
  private static Optional<BigDecimal> number(@Nullable JsonValue value) {
    return value instanceof JsonNumber number
            && Math.abs(number.bigDecimalValue().scale()) < SCALE_MAX
        ? Optional.of(number.bigDecimalValue())
        : Optional.empty();
  }

  private @Nullable JsonValue take(String name) {
    known.add(name);
    return object.get(name);
  }

  private void wrong(String name, String reason) {
    String missing = object.containsKey(name) ? "" : "is missing; ";
    add(name, missing + reason);
  }

  private void refuseUnknown() {
    for (String name : object.keySet()) {
      if (!known.contains(name)) {
        add(Ascii.printable(name), "is not a known member");
      }
    }
  }

  private void add(String name, String reason) {
    String step = name.replace("~", "~0").replace("/", "~1");
    problems.add(new Problem(path + name, reason, "pointer", pointer + "/" + step));
  }

  private static <E extends Enum<E>> List<String> names(E[] values) {
    var names = new ArrayList<String>();
    for (E value : values) {
      names.add(value.name());
    }
    return names;
  }
}
