package orders.gateway.orders.control;

import java.util.List;
import java.util.Optional;
import orders.gateway.orders.entity.Lease;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.Refund;

/**
 * The refunds of orders. An order's refunds never sum to more than its amount, however many are
 * asked for at once, and an order with an open refund stays due.
 */
public interface RefundRepository {

  /**
   * Stores a new refund, within what is left of the order's amount.
   *
   * @param refund not stored yet
   * @return the time until a worker looks after it; empty if the order is not confirmed, has not
   *     enough left, or has a refund under that key or that id, and then nothing more is stored
   */
  Optional<Lease> open(Refund refund);

  /**
   * Writes what became of a refund, unless somebody did.
   *
   * @param order of the refund
   * @param refund that was open
   * @param end made by that refund; what was refused is left of the order's amount again
   */
  void close(Order order, Refund refund, Refund.Status end);

  /**
   * @param order any
   * @return its refunds, in the order in which they came
   */
  List<Refund> of(Order order);
}
