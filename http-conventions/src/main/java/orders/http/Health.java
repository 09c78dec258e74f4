package orders.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import orders.database.DatabaseCheck;
import org.eclipse.microprofile.health.Readiness;

/** {@code GET /health} on the service's own port. */
@Path("/health")
@ApplicationScoped
public class Health {

  private static final Set<String> PATHS = Set.of("/health", "/health/", "health", "health/");

  @Inject @Readiness DatabaseCheck database;

  /**
   * @param path of a request, decoded
   * @return whether it asks for this, which is answered where other requests are not
   */
  public static boolean isAt(String path) {
    return PATHS.contains(path);
  }

  /**
   * @return 200 {@code {"ok": true}}, or 503 if the database cannot be written to
   */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public Response health() {
    if (database.isWritable()) {
      return Response.ok(Json.createObjectBuilder().add("ok", true).build()).build();
    }
    JsonObject body =
        Json.createObjectBuilder().add("ok", false).add("detail", "DATABASE_UNAVAILABLE").build();
    return Response.status(503).entity(body).build();
  }
}
