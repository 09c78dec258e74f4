package orders.inventory.stock;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.util.Optional;
import orders.database.DatabaseAtStart;
import orders.value.InitialStock;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts {@code INITIAL_STOCK} on the shelves of a new system, so that a first order can be had. */
@ApplicationScoped
public class StockUp {
  @Inject
  @ConfigProperty(name = "INITIAL_STOCK")
  Optional<InitialStock> initialStock;

  @Inject Warehouse warehouse;

  void stockUp(@Observes @Priority(2) Startup start) {
    DatabaseAtStart.await(this::stockUp);
  }

  private void stockUp() {
    initialStock.ifPresent(stock -> stock.units().forEach(warehouse::stockUp));
  }
}
