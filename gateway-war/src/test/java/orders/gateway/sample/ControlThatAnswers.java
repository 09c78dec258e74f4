package orders.gateway.sample;

import jakarta.ws.rs.core.Response;

/** Breaks a rule on purpose, so that the rule is known to bite. */
public class ControlThatAnswers {

  /** The kind of field that control must not have. */
  public Response response;
}
