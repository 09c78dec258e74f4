package orders.architecture.sample.right;

import orders.architecture.sample.left.Left;

/** The other half of a circle. */
public class Right {

  /** The one half. */
  public Left left;
}
