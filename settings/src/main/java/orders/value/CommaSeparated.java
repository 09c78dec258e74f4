package orders.value;

import java.util.Arrays;
import java.util.List;

/** A list as one text. */
public final class CommaSeparated {
  private CommaSeparated() {}

  /**
   * @param list with commas
   * @return what stands between them, without the blanks around it
   */
  public static List<String> of(String list) {
    return Arrays.stream(list.split(",", -1)).map(String::strip).toList();
  }
}
