package orders.http.body;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonConfig;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReaderFactory;
import jakarta.json.stream.JsonParserFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import orders.http.error.InvalidRequest;

/** Makes a JSON object of a body, within limits; what its members must be is not known here. */
final class StrictJson {
  private static final int DEPTH_MAX = 32;
  private static final int TOKENS_MAX = 1000;

  /** Far beyond any number that is meant. */
  private static final Pattern NUMBER = Pattern.compile("-?[0-9.]{1,101}([eE][+-]?[0-9]{1,9})?");

  private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());
  private static final JsonReaderFactory READERS =
      Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));

  private StrictJson() {}

  /**
   * @param body JSON in UTF-8 (RFC 8259)
   * @return the object
   * @throws InvalidRequest if it is not one object, names a member twice, or is beyond a limit
   */
  static JsonObject object(InputStream body) {
    return object(bytes(body));
  }

  /**
   * @param body JSON in UTF-8 (RFC 8259), or nothing
   * @return the object; empty if there is no body
   * @throws InvalidRequest as {@link #object}
   */
  static Optional<JsonObject> objectIfAny(InputStream body) {
    byte[] bytes = bytes(body);
    return bytes.length == 0 ? Optional.empty() : Optional.of(object(bytes));
  }

  private static byte[] bytes(InputStream body) {
    try {
      return body.readAllBytes();
    } catch (IOException e) {
      if (BodyLimit.causeOf(e)) {
        throw BodyLimit.tooLarge();
      }
      throw InvalidRequest.body("could not be read");
    }
  }

  private static JsonObject object(byte[] body) {
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      checkShape(text);
      try (var reader = READERS.createReader(new StringReader(text))) {
        return reader.readObject();
      }
    } catch (CharacterCodingException | JsonException | IllegalStateException e) {
      throw InvalidRequest.body("must be one JSON object in UTF-8, no member named twice");
    }
  }

  /**
   * Before anything is built of it: a reader would recurse, and not see what follows the object.
   */
  private static void checkShape(String text) {
    try (var parser = PARSERS.createParser(new StringReader(text))) {
      int depth = 0;
      int tokens = 0;
      while (parser.hasNext()) {
        switch (parser.next()) {
          case START_ARRAY, START_OBJECT -> depth++;
          case END_ARRAY, END_OBJECT -> depth--;
          case VALUE_NUMBER -> {
            // longer ones take time with the square of their length; larger ones fail in BigDecimal
            if (!NUMBER.matcher(parser.getString()).matches()) {
              throw InvalidRequest.body("must have no number of over 100 digits, or 9 of exponent");
            }
          }
          default -> {}
        }
        if (depth > DEPTH_MAX || ++tokens > TOKENS_MAX) {
          throw InvalidRequest.body(
              "must nest %d deep and have %d values at most".formatted(DEPTH_MAX, TOKENS_MAX));
        }
      }
    }
  }
}
