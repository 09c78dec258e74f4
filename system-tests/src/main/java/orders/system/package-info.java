/**
 * The whole system from outside: real servers as processes of their own, real PostgreSQL and Redis,
 * HTTP, and kill -9. {@code fixture.RunningSystem} starts them.
 */
package orders.system;
