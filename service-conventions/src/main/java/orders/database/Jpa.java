package orders.database;

import jakarta.persistence.EntityManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the database by JPA. The persistence provider has several exceptions for a
 * database that did not answer, some of JPA and some of its own; out of here comes {@link
 * DatabaseException}, as out of {@link Sql}.
 */
public final class Jpa {

  /** A hint: within one request the entity manager would answer what it read before. */
  public static final String REFRESH = "eclipselink.refresh";

  private Jpa() {}

  /**
   * @param entities to be asked
   * @param type of an entity
   * @param id of an entity
   * @return the entity as its row is now, if there is one
   * @throws DatabaseException if the database did not answer
   */
  public static <T> Optional<T> find(EntityManager entities, Class<T> type, Object id) {
    return ask(() -> Optional.ofNullable(entities.find(type, id, Map.of(REFRESH, true))));
  }

  /**
   * @param entities to be asked
   * @param type of an entity
   * @param sql that returns its rows, and may have written them
   * @param parameters its own, in order
   * @return the entities as their rows are then
   * @throws DatabaseException if the database did not do it
   */
  public static <T> List<T> rows(
      EntityManager entities, Class<T> type, String sql, @Nullable Object... parameters) {
    var query = entities.createNativeQuery(sql, type).setHint(REFRESH, true);
    for (int i = 0; i < parameters.length; i++) {
      query.setParameter(i + 1, parameters[i]);
    }
    @SuppressWarnings("unchecked") // JPA has no typed native queries
    List<T> rows = ask(query::getResultList);
    return rows;
  }

  /**
   * @param question to an entity manager
   * @return its answer
   * @throws DatabaseException if the database did not answer
   */
  public static <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (RuntimeException e) {
      SQLException said = ExceptionUtils.throwableOfType(e, SQLException.class);
      if (said == null) {
        // a mistake of ours, in the question
        throw e;
      }
      throw new DatabaseException(said);
    } catch (StackOverflowError e) {
      throw DatabaseException.ofThePool(e);
    }
  }
}
