package orders.system.benchmark;

/** What a client does again and again. */
interface Workload {

  /**
   * Does it once.
   *
   * @param number of this time, which no other has
   * @return the status of the answer, as of HTTP; 0 if there was none
   */
  int once(long number);
}
