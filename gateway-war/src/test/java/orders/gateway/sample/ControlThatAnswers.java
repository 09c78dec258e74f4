package orders.gateway.sample;

import jakarta.persistence.EntityManager;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** Breaks rules on purpose, so that they are known to bite. */
@Path("/")
public class ControlThatAnswers {

  /** What a resource must not have. */
  public EntityManager entities;

  /** The kind of field that control must not have. */
  public Response response;

  /** The question that nothing in a gateway must ask. */
  public long now() {
    return System.currentTimeMillis();
  }
}
