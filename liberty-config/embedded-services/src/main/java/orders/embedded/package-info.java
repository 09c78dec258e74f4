/**
 * Real PostgreSQL and Redis as child processes, for one-command runs and for the tests. {@code
 * EmbeddedServices} is the way in.
 */
package orders.embedded;
