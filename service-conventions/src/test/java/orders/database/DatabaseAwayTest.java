package orders.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which failures the same request may survive later: PostgreSQL's codes, appendix A. */
class DatabaseAwayTest {

  private static Throwable request(String state) {
    return new IllegalStateException(new RuntimeException(new SQLException("no", state)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "08001", // no connection
        "08006", // the connection broke
        "25006", // read-only
        "25P03", // the session was idle in a transaction
        "40001", // serialization failure
        "40P01", // deadlock
        "53100", // disk full
        "53200", // out of memory
        "53300", // too many connections
        "55000", // it takes no connections
        "55006", // in use, as while it is renamed
        "55P03", // a lock not had in time
        "57014", // a statement stopped by its limit
        "57P01", // an operator ended the session
        "57P03", // starting
        "58030" // an error of its disk
      })
  void a_database_that_cannot_do_its_work_just_now_is_waited_for(String state) {
    assertThat(DatabaseAway.isCauseOf(request(state))).isTrue();
    assertThat(DatabaseAway.isPassing(request(state))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"28P01", "28000", "3D000", "42501", "54000"})
  void a_database_that_refuses_the_service_stops_its_start_and_no_request(String state) {
    assertThat(DatabaseAway.isCauseOf(request(state))).isTrue();
    assertThat(DatabaseAway.isPassing(request(state))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"23505", "23514", "22003", "42P01", "42601", "25001", "XX000"})
  void a_mistake_of_ours_is_not_the_databases(String state) {
    assertThat(DatabaseAway.isCauseOf(request(state))).isFalse();
  }

  /** Liberty's pool has no code for it. */
  @Test
  void no_connection_within_the_time_allowed_is_waited_for() {
    assertThat(DatabaseAway.isCauseOf(request(null))).isTrue();
  }

  @Test
  void what_has_nothing_to_do_with_a_database_is_not_waited_for() {
    assertThat(DatabaseAway.isCauseOf(new IllegalStateException("no"))).isFalse();
  }

  /** The driver's code stands for other refusals too, and its words are translated. */
  @Test
  void a_server_without_tls_does_not_get_it_by_waiting() {
    assertThat(withoutTls("08004", "The server does not support SSL.")).isTrue();
    assertThat(withoutTls("08004", "Der Server unterstützt SSL nicht.")).isTrue();
    assertThat(withoutTls("08004", "Connection rejected")).isFalse();
    assertThat(withoutTls("08004", null)).isFalse();
    assertThat(withoutTls("08006", "SSL error: Connection reset")).isFalse();
    assertThat(withoutTls(null, "SSL")).isFalse();
  }

  private static boolean withoutTls(String state, String message) {
    return DatabaseAway.isForWantOfTls(new IllegalStateException(new SQLException(message, state)));
  }

  @Test
  void what_the_pool_throws_away_for_a_chain_without_end_was_the_database() {
    assertThat(DatabaseAway.isCauseOf(overflowIn("com.ibm.ejs.j2c.J2CUtilityClass"))).isTrue();
    assertThat(DatabaseAway.isCauseOf(overflowIn("orders.json.Fingerprint"))).isFalse();
  }

  private static Throwable overflowIn(String type) {
    var overflow = new StackOverflowError();
    overflow.setStackTrace(
        new StackTraceElement[] {new StackTraceElement(type, "method", null, 1)});
    return overflow;
  }
}
