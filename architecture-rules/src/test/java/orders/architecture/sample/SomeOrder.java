package orders.architecture.sample;

import java.util.List;

/** A list of places. */
public final class SomeOrder {

  /** Those of servlet filters. */
  public static final List<String> SERVLET_FILTERS = List.of("first", "second");

  /** One place. */
  public static final int FIRST = 1;

  private SomeOrder() {}
}
