/**
 * The whole system from outside: real servers as processes of their own, real PostgreSQL and Redis,
 * HTTP, and kill -9. {@code Running} starts them; {@code OrdersContract} is what holds whether one
 * server runs all three services or each has its own.
 */
package orders.system;
