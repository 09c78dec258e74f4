/**
 * How often a caller may ask: {@code RateLimitInterceptor} stands before a method, {@code
 * RateLimiter} decides, by {@code RedisSlidingWindow} over all gateways and by {@code
 * LocalSlidingWindow} in this one (docs/decisions/0009, 0013).
 */
package orders.gateway.throttle;
