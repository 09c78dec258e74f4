package orders.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DatabaseSettingsTest {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "POSTGRES_HOST", "fd00::1",
          "POSTGRES_PORT", "5432",
          "POSTGRES_PASSWORD", "hunter2",
          "POSTGRES_SSLMODE", "require",
          // as the server's own configuration has it
          "INVENTORY_POSTGRES_HOST", "fd00::1",
          "PAYMENTS_POSTGRES_HOST", "db.example",
          "PAYMENTS_POSTGRES_DB", "orders",
          "PAYMENTS_POSTGRES_SSLMODE", "verify-full");

  private static DatabaseSettings of(String service) {
    return new DatabaseSettings(service, name -> Optional.ofNullable(SETTINGS.get(name)));
  }

  @Test
  void a_database_is_named_with_the_settings_that_lead_there_and_no_password() {
    assertThat(of("gateway").place())
        .isEqualTo(
            "[fd00::1]:5432/orders"
                + " (POSTGRES_HOST, POSTGRES_PORT, POSTGRES_DB, POSTGRES_SSLMODE)");
    assertThat(of("inventory").place())
        .isEqualTo(
            "[fd00::1]:5432/inventory"
                + " (POSTGRES_HOST, POSTGRES_PORT, INVENTORY_POSTGRES_DB, POSTGRES_SSLMODE)");
    assertThat(of("payments").place())
        .isEqualTo(
            "db.example:5432/orders (PAYMENTS_POSTGRES_HOST, POSTGRES_PORT, PAYMENTS_POSTGRES_DB,"
                + " PAYMENTS_POSTGRES_SSLMODE)");
  }

  private static String url(String service, Map<String, String> environment) {
    return DatabaseSettings.ofEnvironment(service, environment).url();
  }

  @Test
  void what_no_variable_says_is_as_mvn_liberty_run_has_it() {
    for (var environment : List.of(Map.<String, String>of(), Map.of("POSTGRES_HOST", " "))) {
      assertThat(url("gateway", environment)).isEqualTo("jdbc:postgresql://localhost:25432/orders");
      assertThat(url("payments", environment))
          .isEqualTo("jdbc:postgresql://localhost:25432/payments");
    }
    assertThat(DatabaseSettings.ofEnvironment("inventory", Map.of()).properties())
        .containsOnly(
            entry("user", "inventory"), entry("password", "inventory"), entry("sslmode", "prefer"));
  }

  @Test
  void each_service_takes_its_own_variables_before_the_common_ones() {
    assertThat(url("gateway", Map.of("POSTGRES_HOST", "db", "POSTGRES_DB", "shop")))
        .isEqualTo("jdbc:postgresql://db:5432/shop");
    assertThat(url("inventory", Map.of("POSTGRES_HOST", "db", "POSTGRES_PORT", "6432")))
        .isEqualTo("jdbc:postgresql://db:6432/inventory");
    assertThat(url("payments", SETTINGS)).isEqualTo("jdbc:postgresql://db.example:5432/orders");
    assertThat(url("inventory", SETTINGS)).isEqualTo("jdbc:postgresql://[fd00::1]:5432/inventory");
    assertThat(
            DatabaseSettings.ofEnvironment(
                    "payments",
                    Map.of(
                        "POSTGRES_SSLMODE", "require",
                        "PAYMENTS_POSTGRES_SSLMODE", "verify-full",
                        "POSTGRES_SSLROOTCERT", "/ca.pem",
                        "PAYMENTS_POSTGRES_USER", "cashier",
                        "POSTGRES_PASSWORD", "hunter2"))
                .properties())
        .containsOnly(
            entry("user", "cashier"),
            entry("password", "payments"),
            entry("sslmode", "verify-full"),
            entry("sslrootcert", "/ca.pem"));
  }

  @Test
  void a_mode_of_tls_that_the_server_does_not_have_is_named() {
    assertThat(of("inventory").withoutTls())
        .isEqualTo("POSTGRES_SSLMODE 'require' is wrong: there is no TLS at [fd00::1]:5432");
    assertThat(of("payments").withoutTls())
        .isEqualTo(
            "PAYMENTS_POSTGRES_SSLMODE 'verify-full' is wrong: there is no TLS at db.example:5432");
  }
}
