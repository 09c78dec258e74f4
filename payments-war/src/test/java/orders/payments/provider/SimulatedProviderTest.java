package orders.payments.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import orders.embedded.TestDatabase;
import orders.payments.provider.SimulatedFaults.Rates;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The simulator with books of its own: it keeps its word, as a real provider does. */
class SimulatedProviderTest {
  private static DataSource database;

  @BeforeAll
  static void connect() throws Exception {
    database = TestDatabase.of("payments", Path.of("src/main/resources/db/migration"));
  }

  private static SimulatedProvider provider(long limitCents, boolean tombstones) {
    var provider = new SimulatedProvider();
    provider.limitCents = limitCents;
    provider.keepsLedger = true;
    provider.ledger = new SimulatorLedger();
    provider.ledger.database = database;
    provider.faults = new SimulatedFaults();
    provider.faults.change(new Rates(0, 0, 0, 0, 0, tombstones));
    return provider;
  }

  private static Optional<String> charge(SimulatedProvider provider, String key) {
    return provider.charge(key, 1000, Currency.EUR);
  }

  private static long held(String key) throws SQLException {
    try (var connection = database.getConnection();
        var select =
            connection.prepareStatement(
                "select coalesce(sum(charged_cents - returned_cents), 0) from simulator_ledger"
                    + " where charge_key = ?")) {
      select.setString(1, key);
      try (var row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  @Test
  void another_limit_after_a_restart_changes_no_answer() throws Exception {
    var taken = charge(provider(1000, true), "limit-taken");
    var declined = charge(provider(999, true), "limit-declined");

    assertThat(taken).isPresent().isEqualTo(charge(provider(999, true), "limit-taken"));
    assertThat(declined).isEmpty();
    assertThat(charge(provider(1000, true), "limit-declined")).isEmpty();
    assertThat(held("limit-taken")).isEqualTo(1000);
    assertThat(held("limit-declined")).isZero();
  }

  @Test
  void with_tombstones_a_charge_that_comes_after_its_void_is_declined() throws Exception {
    var provider = provider(1000, true);
    provider.voidCharge("tombstone");

    assertThat(charge(provider, "tombstone")).isEmpty();
    assertThat(held("tombstone")).isZero();
  }

  @Test
  void without_tombstones_a_charge_that_comes_after_its_void_is_taken() throws Exception {
    var provider = provider(1000, false);
    provider.voidCharge("no-tombstone");

    assertThat(charge(provider, "no-tombstone")).isPresent();
    assertThat(held("no-tombstone")).isEqualTo(1000);
    provider.voidCharge("no-tombstone");
    assertThat(held("no-tombstone")).isZero();
  }

  /** Two texts with one MD5, by Marc Stevens. */
  @Test
  void every_key_is_a_transaction_of_its_own() {
    String one = "TEXTCOLLBYfGiJUETHQ4hAcKSMd5zYpgqf1YRDhkmxHkhPWptrkoyz28wnI9V0aHeAuaKnak";
    String other = one.replace("4hAc", "4hEc");
    assertThat(UUID.nameUUIDFromBytes(one.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(UUID.nameUUIDFromBytes(other.getBytes(StandardCharsets.UTF_8)));

    assertThat(SimulatedProvider.transactionId(one))
        .isEqualTo(SimulatedProvider.transactionId(one))
        .isNotEqualTo(SimulatedProvider.transactionId(other))
        .satisfies(id -> assertThat(id.version()).isEqualTo(8))
        .satisfies(id -> assertThat(id.variant()).isEqualTo(2));
    assertThat(charge(provider(1000, true), "uuid").map(UUID::fromString)).isPresent();
  }
}
