package orders.inventory.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import orders.database.Sql;
import orders.inventory.stock.Warehouse.State;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What the writes to the stock must do on a real PostgreSQL, wherever they run. */
abstract class WarehouseContract {

  abstract Warehouse warehouse();

  abstract DataSource database();

  private static String sku() {
    return "S-" + UUID.randomUUID().toString().substring(0, 20).toUpperCase(Locale.ROOT);
  }

  private static Items items(Object... skusAndUnits) {
    var units = new TreeMap<String, Long>();
    for (int i = 0; i < skusAndUnits.length; i += 2) {
      units.put((String) skusAndUnits[i], ((Integer) skusAndUnits[i + 1]).longValue());
    }
    return new Items(units);
  }

  private String stock(String sku) throws Exception {
    try (var connection = database().getConnection();
        var select =
            connection.prepareStatement(
                "select available || ' + ' || reserved from stock where sku = ?")) {
      select.setString(1, sku);
      try (var row = select.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  @Test
  void repeating_a_reserve_takes_nothing_more_and_another_payload_is_a_conflict() throws Exception {
    String sku = sku();
    warehouse().setAvailable(sku, 10);

    assertThat(warehouse().reserve("r-" + sku, items(sku, 3))).isEqualTo(State.RESERVED);
    assertThat(warehouse().reserve("r-" + sku, items(sku, 3))).isEqualTo(State.RESERVED);
    assertThat(warehouse().reserve("r-" + sku, items(sku, 4))).isEqualTo(State.KEY_CONFLICT);

    assertThat(stock(sku)).isEqualTo("7 + 3");
  }

  @Test
  void a_refusal_is_remembered_so_that_a_late_copy_takes_nothing() throws Exception {
    String sku = sku();
    warehouse().setAvailable(sku, 1);

    assertThat(warehouse().reserve("f-" + sku, items(sku, 2))).isEqualTo(State.REFUSED);
    warehouse().setAvailable(sku, 5);

    assertThat(warehouse().reserve("f-" + sku, items(sku, 2))).isEqualTo(State.REFUSED);
    assertThat(stock(sku)).isEqualTo("5 + 0");
  }

  @Test
  void an_unknown_sku_is_refused_and_the_others_are_not_taken() throws Exception {
    String sku = sku();
    warehouse().setAvailable(sku, 5);

    assertThat(warehouse().reserve("u-" + sku, items(sku, 1, sku(), 1))).isEqualTo(State.REFUSED);

    assertThat(stock(sku)).isEqualTo("5 + 0");
  }

  @Test
  void a_release_gives_back_once() throws Exception {
    String sku = sku();
    warehouse().setAvailable(sku, 10);
    warehouse().reserve("b-" + sku, items(sku, 4));

    warehouse().release("b-" + sku, Optional.empty());
    warehouse().release("b-" + sku, Optional.empty());

    assertThat(stock(sku)).isEqualTo("10 + 0");
    assertThat(warehouse().reserve("b-" + sku, items(sku, 4))).isEqualTo(State.RELEASED);
    assertThat(stock(sku)).isEqualTo("10 + 0");
  }

  @Test
  void a_release_whose_stock_somebody_deleted_comes_to_an_end() throws Exception {
    String sku = sku();
    warehouse().setAvailable(sku, 10);
    warehouse().reserve("d-" + sku, items(sku, 4));
    Sql.update(database(), "delete from stock where sku = ?", sku);

    assertThatThrownBy(() -> warehouse().release("d-" + sku, Optional.empty()))
        .hasMessageContaining("d-" + sku);
  }

  @Test
  void a_release_that_overtakes_its_reserve_leaves_nothing_held() throws Exception {
    String sku = sku();
    warehouse().setAvailable(sku, 10);

    warehouse().release("t-" + sku, Optional.empty());

    assertThat(warehouse().reserve("t-" + sku, items(sku, 4))).isEqualTo(State.RELEASED);
    assertThat(stock(sku)).isEqualTo("10 + 0");
  }

  @Test
  void a_release_of_other_items_than_its_key_holds_is_a_conflict_and_gives_nothing_back()
      throws Exception {
    String sku = sku();
    warehouse().setAvailable(sku, 10);
    warehouse().reserve("o-" + sku, items(sku, 4));

    assertThat(warehouse().release("o-" + sku, Optional.of(items(sku, 5)))).isFalse();
    assertThat(stock(sku)).isEqualTo("6 + 4");

    warehouse().release("o-" + sku, Optional.of(items(sku, 4)));
    assertThat(stock(sku)).isEqualTo("10 + 0");
    warehouse().release("o-" + sku, Optional.of(items(sku, 4)));
    assertThat(stock(sku)).isEqualTo("10 + 0");
    assertThat(warehouse().release("o-" + sku, Optional.of(items(sku, 5)))).isFalse();
  }

  @Test
  void a_release_of_a_refused_reservation_has_nothing_to_give_and_knows_its_items()
      throws Exception {
    String sku = sku();
    warehouse().setAvailable(sku, 1);
    warehouse().reserve("n-" + sku, items(sku, 2));

    warehouse().release("n-" + sku, Optional.of(items(sku, 2)));
    assertThat(warehouse().release("n-" + sku, Optional.of(items(sku, 1)))).isFalse();

    assertThat(stock(sku)).isEqualTo("1 + 0");
  }

  @Test
  void a_release_that_overtakes_its_reserve_is_remembered_with_its_items() throws Exception {
    String sku = sku();
    warehouse().setAvailable(sku, 10);

    warehouse().release("l-" + sku, Optional.of(items(sku, 4)));

    assertThat(warehouse().reserve("l-" + sku, items(sku, 4))).isEqualTo(State.RELEASED);
    assertThat(warehouse().reserve("l-" + sku, items(sku, 3))).isEqualTo(State.KEY_CONFLICT);
    assertThat(stock(sku)).isEqualTo("10 + 0");
  }

  @RepeatedTest(5)
  void crossing_reserves_and_releases_never_lose_a_unit() throws Exception {
    String left = sku();
    String right = sku();
    warehouse().setAvailable(left, 20);
    warehouse().setAvailable(right, 20);
    var calls = new ArrayList<Callable<State>>();
    for (int i = 0; i < 60; i++) {
      String key = "x-" + left + i;
      calls.add(() -> warehouse().reserve(key, items(left, 1, right, 1)));
      // a copy, and for every third its undo at the same time
      calls.add(() -> warehouse().reserve(key, items(left, 1, right, 1)));
      if (i % 3 == 0) {
        calls.add(
            () -> {
              warehouse().release(key, Optional.of(items(left, 1, right, 1)));
              return State.RELEASED;
            });
      }
    }

    inParallel(calls);

    long held = reservations("x-" + left);
    assertThat(held).isBetween(1L, 20L);
    assertThat(stock(left)).isEqualTo((20 - held) + " + " + held);
    assertThat(stock(right)).isEqualTo((20 - held) + " + " + held);
  }

  private long reservations(String prefix) throws Exception {
    try (var connection = database().getConnection();
        var select =
            connection.prepareStatement(
                "select count(*) from reservation where key like ? and state = 'RESERVED'")) {
      select.setString(1, prefix + "%");
      try (var row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static <T> void inParallel(List<Callable<T>> calls) throws Exception {
    var threads = Executors.newFixedThreadPool(12);
    try {
      for (Future<T> result : threads.invokeAll(calls)) {
        result.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
