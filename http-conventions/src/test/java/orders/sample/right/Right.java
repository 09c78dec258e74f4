package orders.sample.right;

import orders.sample.left.Left;

/** The other half of a circle. */
public class Right {

  /** The one half. */
  public Left left;
}
