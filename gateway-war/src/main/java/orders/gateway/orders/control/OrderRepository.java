package orders.gateway.orders.control;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import orders.gateway.orders.entity.Intervention;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.OrderChange;

/**
 * The orders, each with its idempotency key, its lease and its timeline (docs/decisions/0002,
 * 0003). Every write is guarded by the version that was read, and all times are the repository's
 * own.
 */
public interface OrderRepository {

  /**
   * Stores a new order, with a lease for the request that brought it.
   *
   * @param order not stored yet
   * @return the order as stored; empty if another order holds its key
   */
  Optional<Order> open(Order order);

  /**
   * Takes a lease on an order that nobody works on.
   *
   * @param order as it was read
   * @return the order, the caller's own now; empty if somebody else was faster or still works on it
   */
  Optional<Order> takeOver(Order order);

  /**
   * Takes a lease on orders that are due and that nobody works on.
   *
   * @param max how many at most
   * @return them, the caller's own now; the longest due first to be taken
   */
  List<Order> claimDue(int max);

  /**
   * Makes due what is to wait longer than anything may: the database's clock was ahead when it was
   * leased or put off, and has been set back, as by a failover to another machine.
   */
  void endImpossibleWaits();

  /**
   * Writes a change, and the timeline's steps since the last one.
   *
   * @param order the caller's own
   * @param change made by that order
   * @return the order as it is now, by whomever it was moved; without a lease if it had become
   *     somebody else's
   */
  Order write(Order order, OrderChange change);

  /**
   * Makes the key of an undone order its own again, unless a new order has it by now, or somebody
   * wrote the order since it was read.
   *
   * @param order as it was read
   * @param by who wants it and why, for the timeline
   */
  void keepKey(Order order, String by);

  /**
   * Takes an order away from whoever has it, and writes down who did so and why.
   *
   * @param order as it was read
   * @param intervention what is done to it, made by that order
   * @param by who does so and why, for the timeline
   * @return the order, the caller's own now; empty if somebody moved it since it was read
   */
  Optional<Order> act(Order order, Intervention intervention, String by);

  /**
   * Ends a parked order, and all its open refunds as given, in one write: whoever dies, nobody
   * gives again what was given by hand.
   *
   * @param order as it was read
   * @param change to its end, made by that order
   * @param by who says so and why, for the timeline
   * @return the order; empty if it is not parked, or somebody moved it since it was read
   */
  Optional<Order> resolve(Order order, OrderChange change, String by);

  /**
   * Makes every parked order due, with as many attempts before it as a new one has.
   *
   * @param by who wants it and why, for the timelines
   * @return how many there were
   */
  int unparkAll(String by);

  /**
   * @param id of an order
   * @return the order, if there is one
   */
  Optional<Order> find(UUID id);

  /**
   * @param caller of the key
   * @param idempotencyKey the client's
   * @return the order that holds the key, if there is one
   */
  Optional<Order> holder(String caller, String idempotencyKey);

  /**
   * @param id of an order
   * @return what happened to it, a JSON array; empty if there is no such order
   */
  Optional<String> timeline(UUID id);
}
