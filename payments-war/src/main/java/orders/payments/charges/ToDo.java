package orders.payments.charges;

/** A row that the provider may still have to be asked about. */
interface ToDo {

  /**
   * @return of the caller; the provider knows the row under the same
   */
  String key();

  /**
   * @return whether nothing is left to do, as it was when the row was read
   */
  boolean isSettled();

  /**
   * @return how often somebody set out to settle it, from 1
   */
  int attempts();
}
