package orders.system.containers;

/**
 * A command that came to its end.
 *
 * @param command the whole line
 * @param code 0 if it succeeded
 * @param output what it printed
 * @param errors what it printed to its standard error
 */
public record Ended(String command, int code, String output, String errors) {

  /**
   * @return this
   * @throws AssertionError if it did not succeed
   */
  public Ended successfully() {
    if (code != 0) {
      throw new AssertionError(toString());
    }
    return this;
  }

  @Override
  public String toString() {
    return "%s ended with %d%n%s%n%s".formatted(command, code, output, errors);
  }
}
