package orders.gateway.orders.control;

import java.time.Duration;
import java.util.UUID;
import orders.gateway.orders.entity.Order;

class InMemoryOrderRepositoryTest implements OrderRepositoryContract, RefundRepositoryContract {
  private final InMemoryOrderRepository orders = new InMemoryOrderRepository();
  private final InMemoryRefundRepository refunds = new InMemoryRefundRepository(orders);

  @Override
  public OrderRepository orders() {
    return orders;
  }

  @Override
  public RefundRepository refunds() {
    return refunds;
  }

  @Override
  public void letPass(Duration time) {
    orders.letPass(time);
  }

  @Override
  public Order read(UUID id) {
    return orders.find(id).orElseThrow();
  }
}
