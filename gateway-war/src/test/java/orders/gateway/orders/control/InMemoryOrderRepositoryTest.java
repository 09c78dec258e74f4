package orders.gateway.orders.control;

import java.time.Duration;
import java.util.UUID;
import orders.gateway.orders.entity.Order;

class InMemoryOrderRepositoryTest extends OrderRepositoryContract {
  private final InMemoryOrderRepository orders = new InMemoryOrderRepository();
  private final InMemoryRefundRepository refunds = new InMemoryRefundRepository(orders);

  @Override
  OrderRepository orders() {
    return orders;
  }

  @Override
  RefundRepository refunds() {
    return refunds;
  }

  @Override
  void letPass(Duration time) {
    orders.letPass(time);
  }

  @Override
  Order read(UUID id) {
    return orders.find(id).orElseThrow();
  }
}
