package orders.http.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorBodyTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
                                                                       | false
          */*                                                          | false
          application/json                                             | false
          application/problem+json                                     | true
          Application/Problem+JSON ; q=0.5                             | true
          application/json, application/problem+json                   | true
          application/json;q=0.1, application/problem+json             | true
          application/json, application/problem+json;q=0.1             | false
          application/problem+json;q=0                                 | false
          application/problem+json;q=x                                 | true
          text/html, nonsense                                          | false
          """)
  void problem_details_are_for_those_who_ask_for_them(String accept, boolean wanted) {
    assertThat(ErrorBody.isProblemWanted(accept)).isEqualTo(wanted);
  }

  /** A hundred header lines of blanks; it took a minute, and took with the square of the length. */
  @Test
  void an_accept_header_of_blanks_costs_nothing() {
    String blanks = "application/problem+json" + " ".repeat(500_000) + "x";

    boolean wanted =
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> ErrorBody.isProblemWanted(blanks));

    assertThat(wanted).isFalse();
  }
}
