package orders.payments;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Info;

/** Where JAX-RS answers: every path of this service, so that it also answers for unknown ones. */
@ApplicationPath("/")
@OpenAPIDefinition(info = @Info(title = "Payments", version = "1"))
public class PaymentsApplication extends Application {}
