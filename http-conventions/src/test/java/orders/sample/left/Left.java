package orders.sample.left;

import orders.sample.right.Right;

/** One half of a circle. */
public class Left {

  /** The other half. */
  public Right right;
}
