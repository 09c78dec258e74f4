package orders.architecture.sample.left;

import orders.architecture.sample.right.Right;

/** One half of a circle. */
public class Left {

  /** The other half. */
  public Right right;
}
