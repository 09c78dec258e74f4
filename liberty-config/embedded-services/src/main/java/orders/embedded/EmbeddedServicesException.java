package orders.embedded;

/** The embedded services cannot run; the message is one plain sentence that says what to do. */
public class EmbeddedServicesException extends RuntimeException {

  EmbeddedServicesException(String whatToDo) {
    super(whatToDo);
  }

  EmbeddedServicesException(String whatToDo, Throwable cause) {
    super(whatToDo + " (" + cause.getMessage() + ")", cause);
  }
}
