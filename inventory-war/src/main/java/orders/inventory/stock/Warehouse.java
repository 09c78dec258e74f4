package orders.inventory.stock;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Optional;
import javax.sql.DataSource;
import orders.context.Deadline;
import orders.database.DatabaseException;
import orders.database.Jpa;
import orders.database.Sql;
import orders.json.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * The writes to the stock. Each is one SQL statement and so one commit: whoever dies, it happened
 * or it did not. Every statement locks the rows of the stock in the order of their SKUs.
 */
@ApplicationScoped
public class Warehouse {

  /** What a key is once it was asked for; all but the last stand in its row. */
  enum State {
    /** The items are held. */
    RESERVED,
    /** There was not enough of them. */
    REFUSED,
    /** Given back, before or since. */
    RELEASED,
    /** Another request's, with other items. */
    KEY_CONFLICT
  }

  // The new numbers are computed from the locked rows: an update computes them first from the row
  // as it was when the statement began, and a check on those would fail for stock given back since.
  // The claim of the key comes after the lock on the stock and before the taking, each fed by the
  // one before it. A refusal is recorded as well: the order has failed then, and a copy of this
  // request that is still on its way must not find enough stock later.
  private static final String RESERVE =
      """
      with wanted as materialized (
        select sku, quantity from jsonb_to_recordset(?::jsonb) as line(sku text, quantity bigint)
      ), locked as materialized (
        select stock.sku, stock.available, stock.reserved, wanted.quantity
        from stock join wanted using (sku) order by stock.sku for update of stock
      ), claimed as (
        insert into reservation (key, state, items, fingerprint)
        select ?,
          case when count(*) = (select count(*) from wanted) and bool_and(available >= quantity)
            then 'RESERVED' else 'REFUSED' end,
          ?::jsonb, ?
        from locked
        on conflict (key) do nothing
        returning state
      ), taken as (
        update stock set available = locked.available - locked.quantity,
          reserved = locked.reserved + locked.quantity
        from locked, claimed
        where stock.sku = locked.sku and claimed.state = 'RESERVED'
      )
      select state from claimed
      """;

  private static final String EARLIER = "select state, fingerprint from reservation where key = ?";

  // A key never seen is recorded as dead: the reserve it undoes may still be on its way. The stock
  // is locked before the key, as in RESERVE, or the two would wait for each other. A reservation
  // that was committed after this statement began was not seen in `held`: its stock is not locked,
  // so it is left alone and the statement is to be repeated. Items that are not the key's own are
  // another order's, who used the key before: its reservation is left alone too.
  private static final String RELEASE =
      """
      with held as (
        select line.*
        from reservation, jsonb_to_recordset(items) as line(sku text, quantity bigint)
        where key = ? and state = 'RESERVED' and fingerprint = coalesce(?, fingerprint)
      ), locked as materialized (
        select stock.sku, stock.available, stock.reserved, held.quantity
        from stock join held using (sku) order by stock.sku for update of stock
      ), released as (
        insert into reservation (key, state, items, fingerprint)
        select ?, 'RELEASED', ?::jsonb, ? from (select count(*) from locked) as after_locking
        on conflict (key) do update set state = 'RELEASED'
        where reservation.state = 'RESERVED' and exists (select from locked)
        returning key
      ), given_back as (
        update stock set available = locked.available + locked.quantity,
          reserved = locked.reserved - locked.quantity
        from locked, released
        where stock.sku = locked.sku
      )
      select count(*) from released
      """;

  private static final String SET_AVAILABLE =
      """
      insert into stock (sku, available) values (?, ?)
      on conflict (sku) do update set available = excluded.available
      """;

  private static final String STOCK_UP =
      "insert into stock (sku, available) values (?, ?) on conflict (sku) do nothing";

  /** One is enough, and a second if a reservation came between; the rest is a net. */
  private static final int RELEASES_MAX = 10;

  @Inject DataSource database;
  @PersistenceContext EntityManager entities;

  /**
   * Takes the items out of the stock and holds them, all or none.
   *
   * @param key of the caller; repeating it repeats the first answer and takes nothing more
   * @param items what is wanted
   * @return what this key is
   * @throws DatabaseException if the database did not answer: the outcome is then unknown
   */
  State reserve(String key, Items items) {
    String json = items.toJson().toString();
    String fingerprint = Fingerprint.of(items.toJson());
    Optional<State> reserved =
        Sql.run(
            database,
            RESERVE,
            reserve -> {
              reserve.setString(1, json);
              reserve.setString(2, key);
              reserve.setString(3, json);
              reserve.setString(4, fingerprint);
              Deadline.limit(reserve);
              try (var row = reserve.executeQuery()) {
                return row.next()
                    ? Optional.of(State.valueOf(row.getString("state")))
                    : Optional.empty();
              }
            });
    return reserved.orElseGet(() -> earlier(key, fingerprint));
  }

  /**
   * @param fingerprint of the caller's items; null if they are not known
   * @return what the key is
   */
  private State earlier(String key, @Nullable String fingerprint) {
    return Sql.run(
        database,
        EARLIER,
        select -> {
          select.setString(1, key);
          try (var row = select.executeQuery()) {
            row.next();
            // a tombstone that came before its reserve may have no fingerprint
            String recorded = row.getString("fingerprint");
            if (fingerprint != null && recorded != null && !recorded.equals(fingerprint)) {
              return State.KEY_CONFLICT;
            }
            return State.valueOf(row.getString("state"));
          }
        });
  }

  /**
   * Gives a reservation back, once; a key never seen is recorded so that it never holds anything.
   *
   * @param key of the reservation
   * @param items that it held or would have held; empty if the caller does not say
   * @return whether the key is of these items; otherwise nothing was given back
   * @throws DatabaseException if the database did not answer: the outcome is then unknown
   */
  boolean release(String key, Optional<Items> items) {
    String json = items.map(known -> known.toJson().toString()).orElse(null);
    String fingerprint = items.map(known -> Fingerprint.of(known.toJson())).orElse(null);
    for (int attempt = 0; attempt < RELEASES_MAX; attempt++) {
      State state = tryRelease(key, json, fingerprint) ? State.RELEASED : earlier(key, fingerprint);
      if (state != State.RESERVED) {
        return state != State.KEY_CONFLICT;
      }
    }
    throw new IllegalStateException("no row of stock for what is reserved under " + key);
  }

  private boolean tryRelease(String key, @Nullable String json, @Nullable String fingerprint) {
    return Sql.run(
        database,
        RELEASE,
        release -> {
          release.setString(1, key);
          release.setString(2, fingerprint);
          release.setString(3, key);
          release.setString(4, json);
          release.setString(5, fingerprint);
          Deadline.limit(release);
          try (var row = release.executeQuery()) {
            row.next();
            return row.getInt(1) == 1;
          }
        });
  }

  /**
   * @param sku the SKU, in upper case
   * @return how much there is of it; empty if it is not known
   */
  Optional<Stock> stock(String sku) {
    return Jpa.find(entities, Stock.class, sku);
  }

  /**
   * @param sku the SKU, in upper case
   * @param available units that can be sold from now on; what is held stays held
   */
  void setAvailable(String sku, long available) {
    Sql.update(database, SET_AVAILABLE, sku, available);
  }

  /**
   * @param sku the SKU, in upper case
   * @param available units to begin with, if the SKU is not known yet
   */
  void stockUp(String sku, long available) {
    Sql.update(database, STOCK_UP, sku, available);
  }
}
