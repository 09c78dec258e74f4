package orders.context;

/** Whoever asked has left; what they asked for was not begun. */
public final class DeadlineExceeded extends RuntimeException {

  DeadlineExceeded() {
    // no stack trace: it is an answer, and frequent when a service is slow
    super("the caller has left", null, false, false);
  }
}
