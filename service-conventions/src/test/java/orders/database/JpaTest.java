package orders.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A database that did not answer is one exception, whatever the persistence provider throws. */
class JpaTest {
  static Stream<RuntimeException> what_a_provider_throws() {
    var cut = new SQLException("cut", "08006");
    return Stream.of(
        new PersistenceException(cut),
        new PersistenceException(
            org.eclipse.persistence.exceptions.DatabaseException.sqlException(cut)),
        org.eclipse.persistence.exceptions.DatabaseException.sqlException(cut));
  }

  private static Object ask(RuntimeException thrown) {
    return Jpa.ask(
        () -> {
          throw thrown;
        });
  }

  @ParameterizedTest
  @MethodSource("what_a_provider_throws")
  void a_database_that_does_not_answer_is_the_same_as_by_sql(RuntimeException thrown) {
    assertThatThrownBy(() -> ask(thrown))
        .isInstanceOfSatisfying(
            DatabaseException.class, same -> assertThat(DatabaseAway.isCut(same)).isTrue())
        .hasMessage("cut")
        .hasCauseExactlyInstanceOf(SQLException.class);
  }

  @Test
  void a_mistake_in_the_question_stays_what_it_is() {
    var mistake = new IllegalArgumentException("no such field");
    var asJpaHasIt = new PersistenceException(mistake);

    assertThatThrownBy(() -> ask(mistake)).isSameAs(mistake);
    assertThatThrownBy(() -> ask(asJpaHasIt)).isSameAs(asJpaHasIt);
  }

  @Test
  void what_the_pool_throws_away_was_the_database_and_no_other_overflow_is() {
    assertThatThrownBy(() -> Jpa.ask(() -> overflowIn("com.ibm.ejs.j2c.J2CUtilityClass")))
        .isInstanceOfSatisfying(
            DatabaseException.class, lost -> assertThat(DatabaseAway.isCut(lost)).isTrue());
    assertThatThrownBy(() -> Jpa.ask(() -> overflowIn("orders.json.Fingerprint")))
        .isInstanceOf(StackOverflowError.class);
  }

  private static Object overflowIn(String type) {
    var overflow = new StackOverflowError();
    overflow.setStackTrace(
        new StackTraceElement[] {new StackTraceElement(type, "method", null, 1)});
    throw overflow;
  }
}
