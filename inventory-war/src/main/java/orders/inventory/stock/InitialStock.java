package orders.inventory.stock;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.regex.Pattern;
import orders.database.DatabaseAtStart;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts {@code INITIAL_STOCK} on the shelves of a new system, so that a first order can be had. */
@ApplicationScoped
public class InitialStock {
  private static final Pattern ENTRY = Pattern.compile("([A-Z0-9_-]{3,32})=([0-9]{1,9})");

  @Inject
  @ConfigProperty(name = "INITIAL_STOCK")
  Optional<String> initialStock;

  @Inject Warehouse warehouse;

  void stockUp(@Observes @Priority(2) Startup start) {
    DatabaseAtStart.await(this::stockUp);
  }

  private void stockUp() {
    for (String entry : initialStock.orElse("").split("[, ]+")) {
      var match = ENTRY.matcher(entry);
      if (match.matches()) {
        warehouse.stockUp(match.group(1), Long.parseLong(match.group(2)));
      }
    }
  }
}
