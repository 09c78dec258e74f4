package orders.gateway.sample.right;

import orders.gateway.sample.left.Left;

/** The other half of a circle. */
public class Right {

  /** The one half. */
  public Left left;
}
