package orders.gateway;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Where JAX-RS answers: every path of this service, so that it also answers for unknown ones. */
@ApplicationPath("/")
public class GatewayApplication extends Application {}
