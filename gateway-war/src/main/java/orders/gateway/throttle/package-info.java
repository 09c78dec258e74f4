/**
 * How often a caller may ask: {@code Throttling} is the filter, {@code Throttle} decides, by {@code
 * RedisLog} over all gateways and by {@code LocalLog} in this one (docs/decisions/0009, 0013).
 */
package orders.gateway.throttle;
