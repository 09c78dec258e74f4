/**
 * The database that each service has: {@code DatabaseAtStart} waits for it, {@code Migrations}
 * bring it to the newest version, {@code DatabaseCheck} is its part of health, and {@code
 * DatabaseAway} tells which of its errors pass. It is asked by {@code Sql} and by {@code Jpa}; if
 * it did not answer, that is a {@code DatabaseException} either way.
 */
package orders.database;
