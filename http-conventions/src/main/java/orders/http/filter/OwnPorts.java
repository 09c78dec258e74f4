package orders.http.filter;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.stream.Stream;
import orders.settings.PortsCheck;
import orders.settings.Setting;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether the service's own ports are open: the server runs on without one that it cannot open. */
@Readiness
@ApplicationScoped
public class OwnPorts implements HealthCheck {

  @Inject Config config;

  @Inject
  @ConfigProperty(name = "service.name")
  String service;

  @Inject
  @ConfigProperty(name = ReachedPort.OWN)
  String ports;

  @Override
  public HealthCheckResponse call() {
    boolean open =
        Stream.of(ports.split(","))
            .map(Setting::valueOf)
            .allMatch(port -> PortsCheck.isOpen(this::value, port));
    return HealthCheckResponse.named(service + " ports").status(open).build();
  }

  private Optional<String> value(String name) {
    return config.getOptionalValue(name, String.class);
  }
}
