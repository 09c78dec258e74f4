package orders.gateway.orders.control;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import java.util.List;
import orders.database.Jpa;
import orders.gateway.orders.entity.Order;
import orders.gateway.orders.entity.OrderStatus;
import org.jspecify.annotations.Nullable;

/** Lists of orders, for clients and for operators. */
@ApplicationScoped
public class OrderList {

  @PersistenceContext EntityManager entities;

  // the last condition says nothing new, but names the index to the planner (V4__callers.sql)
  private static final String OF_CALLER = " where o.caller = :caller and o.caller <> ''";

  private static final String IN_NEED =
      """
      select * from orders
      where (cast(? as text) is null or status = ?)
        and (not ? or parked_reason is not null)
        and (? = 0 or ((due_at is not null or parked_reason is not null)
          and since <= now() - ? * interval '1 second'))
      order by since limit ?
      """;

  /**
   * @param caller whose orders; null for everybody's
   * @param page from 1
   * @param pageSize orders a page
   * @return the orders of that page, newest first
   */
  public List<Order> newest(@Nullable String caller, int page, int pageSize) {
    var query =
        of(caller, "select o from Order o", " order by o.createdAt desc, o.id desc", Order.class)
            .setFirstResult(Math.multiplyExact(page - 1, pageSize))
            .setMaxResults(pageSize);
    return Jpa.ask(query::getResultList);
  }

  /**
   * For the person who has to see what hangs.
   *
   * @param status only those of that status; null for all
   * @param parked only those that nobody tries any more
   * @param openSeconds only those with something left to do that have had their status for so long;
   *     0 for all
   * @param max how many at most
   * @return them, the longest in their status first
   */
  public List<Order> inNeed(
      @Nullable OrderStatus status, boolean parked, long openSeconds, int max) {
    String name = status == null ? null : status.name();
    return Jpa.rows(
        entities, Order.class, IN_NEED, name, name, parked, openSeconds, openSeconds, max);
  }

  /**
   * @param caller whose orders; null for everybody's
   * @return how many there are
   */
  public long count(@Nullable String caller) {
    return Jpa.ask(of(caller, "select count(o) from Order o", "", Long.class)::getSingleResult);
  }

  private <T> TypedQuery<T> of(
      @Nullable String caller, String select, String order, Class<T> type) {
    if (caller == null) {
      return entities.createQuery(select + order, type);
    }
    return entities.createQuery(select + OF_CALLER + order, type).setParameter("caller", caller);
  }
}
