package orders.gateway.sample.left;

import orders.gateway.sample.right.Right;

/** One half of a circle. */
public class Left {

  /** The other half. */
  public Right right;
}
