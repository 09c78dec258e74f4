package orders.inventory.sample;

import jakarta.persistence.EntityManager;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** Breaks rules on purpose, so that they are known to bite. */
@Path("/")
public class WarehouseOverHttp {

  /** What the core must not have. */
  public Response response;

  /** What a resource must not have. */
  public EntityManager entities;
}
