package orders.gateway.upstream;

/**
 * One of the circuit breakers.
 *
 * @param service behind it
 * @param inBackground whether it is for the calls for which nobody waits
 */
record Breaker(Service service, boolean inBackground) {}
