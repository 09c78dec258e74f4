package orders.value;

/** Who may use the API. */
public enum ApiAuth {
  /** Everybody. */
  OFF,
  /** Who has a token. */
  JWT;

  /**
   * @param word {@code off} or {@code jwt}
   * @return what it stands for
   * @throws IllegalArgumentException if it is another
   */
  public static ApiAuth of(String word) {
    return switch (word) {
      case "off" -> OFF;
      case "jwt" -> JWT;
      default -> throw new IllegalArgumentException("neither off nor jwt");
    };
  }
}
