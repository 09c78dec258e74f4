package orders.gateway.orders.entity;

/**
 * What a person does to an order, its client or an operator: the order is taken away from whoever
 * has it, and its attempts are counted anew. Made by the order itself, which refuses what may not
 * be done to it.
 *
 * @param status its status from now on
 * @param event what was done, for the timeline
 * @param forGood whether its key stays its own once it is undone
 */
public record Intervention(OrderStatus status, String event, boolean forGood) {}
