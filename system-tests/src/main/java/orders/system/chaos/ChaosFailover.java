package orders.system.chaos;

import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import orders.system.fixture.Http;

/**
 * A database that is another after a failover: one that may only be read, or one of another time.
 */
final class ChaosFailover {
  /**
   * All that was stored before is an hour in the future. The stored times are moved, and not the
   * clock, because every machine can do that; a database compares them with nothing but now().
   */
  private static final String AN_HOUR_LATER =
      """
      do $$
      declare changed record;
      begin
        for changed in
          select table_name, string_agg(
            format('%1$I = %1$I + interval ''1 hour''', column_name), ', ') as moves
          from information_schema.columns join information_schema.tables
            using (table_schema, table_name)
          where table_schema = 'public' and table_type = 'BASE TABLE'
            and data_type = 'timestamp with time zone'
          group by table_name order by table_name
        loop
          execute format('update %I set %s', changed.table_name, changed.moves);
        end loop;
      end $$
      """;

  private final ChaosSystem system;
  private final ChaosDatabase database;
  private final ChaosClients clients;

  ChaosFailover(ChaosSystem system, ChaosDatabase database, ChaosClients clients) {
    this.system = system;
    this.database = database;
    this.clients = clients;
  }

  List<ChaosStrike> strikes() {
    return List.of(
        new ChaosStrike("database read-only, and back", false, this::readOnly),
        new ChaosStrike("database clock an hour back", false, this::setClockBack));
  }

  /**
   * As after a failover: who was connected finds the server demoted, who connects meanwhile is
   * connected to the demoted one for good, and only later is the right one to be had.
   */
  private long readOnly() throws SQLException {
    Set<URI> wrong = new TreeSet<>();
    try (var connection = database.superuser("postgres")) {
      try {
        for (String role : ChaosDatabase.NAMES) {
          ChaosDatabase.execute(
              connection, "alter role " + role + " set default_transaction_read_only = on");
        }
        ChaosDatabase.execute(connection, "alter system set default_transaction_read_only = on");
        ChaosDatabase.execute(connection, "select pg_reload_conf()");
        ChaosStrike.sleep(1000);
        ChaosDatabase.cut(connection);
        for (int second = 0; second < 7; second++) {
          // however many clients there are just now, some find it so
          clients.tryOnce(2);
          ChaosStrike.sleep(1000);
          wrong.addAll(thoseThatSayTheyAreWell());
        }
      } finally {
        for (String role : ChaosDatabase.NAMES) {
          ChaosDatabase.execute(
              connection, "alter role " + role + " reset default_transaction_read_only");
        }
        ChaosDatabase.execute(connection, "alter system reset default_transaction_read_only");
        ChaosDatabase.execute(connection, "select pg_reload_conf()");
      }
    }
    wrong.forEach(
        service -> system.tally.fail(service + " says that it is well, its database read-only"));
    return 1;
  }

  private Set<URI> thoseThatSayTheyAreWell() {
    return Stream.of(
            system.running.gateway.resolve("/health/"),
            system.running.inventory.resolve("/health"),
            system.running.payments.resolve("/health"))
        .filter(Http::isHealthy)
        .collect(Collectors.toSet());
  }

  /**
   * A failover to a machine whose clock is an hour behind, while some orders wait for another
   * attempt, and others are leased to a gateway that dies.
   *
   * @return how many orders were open then
   */
  private long setClockBack() throws SQLException {
    ChaosProxy first = system.payments.get("gateway");
    ChaosProxy second = system.payments.get("gateway2");
    first.away(true);
    second.delayCharges(true);
    clients.tryOnce(4);
    ChaosStrike.sleep(1500);
    system.running.servers.get("gateway2").kill();
    for (String name : ChaosDatabase.NAMES) {
      try (var connection = database.superuser(name)) {
        ChaosDatabase.execute(connection, AN_HOUR_LATER);
      }
    }
    first.away(false);
    second.delayCharges(false);
    return system.running.number(
        "orders", "select count(*) from orders where due_at > now() + interval '50 minutes'");
  }
}
