package orders.payments.charges;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import orders.background.Backoff;
import orders.database.Jpa;
import orders.database.Sql;
import org.jspecify.annotations.Nullable;

/**
 * A table whose rows are on a to-do list while their {@code due_at} is set, as the gateway's orders
 * are (docs/decisions/0007): whoever works on a row holds a lease on it; if they die, it runs out,
 * and somebody else goes on. All times are the database's.
 *
 * @param <T> a row
 */
abstract class ToDoTable<T extends ToDo> {

  /**
   * Shorter than the gateway's, which asks again meanwhile. A provider that is slower is asked a
   * second time under the same key, which does no harm.
   */
  static final Duration LEASE = Duration.ofSeconds(10);

  // Nobody's: the lease has run out; or it ends later than any lease could, because the database's
  // clock was set back. Twice the length, because the lease may be younger than this statement.
  private static final String FREE = "(due_at <= now() or due_at > now() + 2 * %s)";

  private static final String TAKE_OVER =
      """
      update %s set due_at = now() + %s, leased = true, attempts = attempts + 1
      where key = ? and due_at is not null and (not leased or %s)
      returning *
      """;

  // Materialized, or the planner may run the limited query once for each row of the table.
  private static final String CLAIM =
      """
      with due as materialized (
        select key from %s where due_at is not null and %s
        order by due_at limit ? for update skip locked)
      update %s set due_at = now() + %s, leased = true, attempts = attempts + 1
      where key in (select key from due)
      returning *
      """;

  // The attempts tell whether somebody else has taken it over meanwhile.
  private static final String LEAVE =
      """
      update %s set due_at = now() + ? * interval '1 millisecond', leased = false
      where key = ? and attempts = ? and due_at is not null
      """;

  @Inject DataSource database;
  @PersistenceContext EntityManager entities;

  private final Class<T> type;
  private final String takeOver;
  private final String claim;
  private final String leave;

  /**
   * @param type of a row
   * @param name of the table
   */
  ToDoTable(Class<T> type, String name) {
    this.type = type;
    String free = FREE.formatted(lease());
    takeOver = TAKE_OVER.formatted(name, lease(), free);
    claim = CLAIM.formatted(name, free, name, lease());
    leave = LEAVE.formatted(name);
  }

  /**
   * @return the length of a lease, in SQL
   */
  static String lease() {
    return "interval '" + LEASE.toSeconds() + " seconds'";
  }

  /**
   * @param key of a row
   * @return the row as it is now, if there is one
   */
  Optional<T> find(String key) {
    return Jpa.find(entities, type, key);
  }

  /**
   * @param key of a row
   * @return the row, the caller's own now; empty if nothing is left to do, or somebody else is at
   *     it
   */
  Optional<T> takeOver(String key) {
    return rows(takeOver, key).stream().findFirst();
  }

  /**
   * @param max how many at most
   * @return rows that are due and that nobody works on, the caller's own now
   */
  List<T> claimDue(int max) {
    return rows(claim, max);
  }

  /**
   * @param sql that writes rows and returns them
   * @param parameters its own
   * @return the rows as they are then
   */
  List<T> rows(String sql, @Nullable Object... parameters) {
    return Jpa.rows(entities, type, sql, parameters);
  }

  /**
   * Leaves a row for another attempt; a repetition of its request need not wait for that.
   *
   * @param row the caller's own
   */
  void leave(T row) {
    long waitMs = Backoff.USUAL.wait(row.attempts()).toMillis();
    Sql.update(database, leave, waitMs, row.key(), row.attempts());
  }
}
