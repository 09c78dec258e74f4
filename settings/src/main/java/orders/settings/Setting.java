package orders.settings;

import static orders.settings.SettingType.decimal;
import static orders.settings.SettingType.file;
import static orders.settings.SettingType.flag;
import static orders.settings.SettingType.host;
import static orders.settings.SettingType.listOf;
import static orders.settings.SettingType.oneOf;
import static orders.settings.SettingType.port;
import static orders.settings.SettingType.rate;
import static orders.settings.SettingType.secret;
import static orders.settings.SettingType.sslMode;
import static orders.settings.SettingType.text;
import static orders.settings.SettingType.url;
import static orders.settings.SettingType.whole;
import static orders.settings.SettingType.word;

import java.util.Optional;
import java.util.function.Function;
import orders.value.InitialStock;
import org.jspecify.annotations.Nullable;

/**
 * Every setting, with its default, what it may be and what it means: the same names in every
 * deployment. The README shows this table; a test compares the two.
 */
public enum Setting {
  GATEWAY_PORT("8000", port(), "where the gateway listens"),
  INVENTORY_PORT("9001", port(), "where inventory listens"),
  PAYMENTS_PORT("9002", port(), "where payments listens"),
  MANAGEMENT_PORT(
      "9090",
      port(),
      "`/health`, `/metrics` of a server; if one server runs all three services, `/openapi/ui/` too"),
  BIND_HOST(
      null,
      SettingType.bindHost(),
      "the address the ports are opened on; not set: `localhost` if one server runs all three"
          + " services, else `*`"),
  OPERATORS_PORT("8010", port(), "`/api/admin/`, for operators"),
  OPERATORS_BIND_HOST(
      "localhost",
      SettingType.bindHost(),
      "the address that port is opened on. With `API_AUTH=off` whoever reaches it is an operator"),
  GATEWAY_HOST_ALIASES(
      "*:80,*:443,*:8080,*:8443",
      SettingType.hostAliases(),
      "if one server runs all three services: the `Host` headers, beside those with its own port,"
          + " under which the gateway is asked"),
  INVENTORY_HOST_ALIASES("inventory:80", SettingType.hostAliases(), "the same for inventory"),
  PAYMENTS_HOST_ALIASES("payments:80", SettingType.hostAliases(), "the same for payments"),
  CONNECTION_IDLE_SECS(
      "75",
      whole(1, 3600),
      "seconds for which an idle connection is kept open; longer than a load balancer in front"
          + " keeps it"),

  POSTGRES_HOST(
      null, host(), "a PostgreSQL of your own for all three databases; not set: one is started"),
  POSTGRES_PORT(
      null,
      port(),
      "not set: "
          + DatabaseSettings.USUAL_PORT
          + "; "
          + DatabaseSettings.EMBEDDED_PORT
          + " for the embedded one"),
  POSTGRES_DB("orders", word(), "the gateway's database"),
  POSTGRES_USER("orders", word(), "its user"),
  POSTGRES_PASSWORD("orders", secret(), "the user's password"),
  POSTGRES_SSLMODE(
      "prefer", sslMode(), "TLS to the databases, as PostgreSQL's own clients have it"),
  POSTGRES_SSLROOTCERT(
      null,
      file(),
      "PEM: who may sign the database's certificate; `verify-ca` and `verify-full` need it"),
  INVENTORY_POSTGRES_HOST(null, host(), "not set: as `POSTGRES_HOST`"),
  INVENTORY_POSTGRES_PORT(null, port(), "not set: as `POSTGRES_PORT`"),
  INVENTORY_POSTGRES_DB("inventory", word(), "inventory's database"),
  INVENTORY_POSTGRES_USER("inventory", word(), "its user"),
  INVENTORY_POSTGRES_PASSWORD("inventory", secret(), "the user's password"),
  INVENTORY_POSTGRES_SSLMODE(null, sslMode(), "not set: as `POSTGRES_SSLMODE`"),
  INVENTORY_POSTGRES_SSLROOTCERT(null, file(), "not set: as `POSTGRES_SSLROOTCERT`"),
  PAYMENTS_POSTGRES_HOST(null, host(), "not set: as `POSTGRES_HOST`"),
  PAYMENTS_POSTGRES_PORT(null, port(), "not set: as `POSTGRES_PORT`"),
  PAYMENTS_POSTGRES_DB("payments", word(), "payments' database"),
  PAYMENTS_POSTGRES_USER("payments", word(), "its user"),
  PAYMENTS_POSTGRES_PASSWORD("payments", secret(), "the user's password"),
  PAYMENTS_POSTGRES_SSLMODE(null, sslMode(), "not set: as `POSTGRES_SSLMODE`"),
  PAYMENTS_POSTGRES_SSLROOTCERT(null, file(), "not set: as `POSTGRES_SSLROOTCERT`"),
  REDIS_URL(
      null,
      SettingType.redisUrl(),
      "a Redis of your own; not set: one is started. It holds the throttles and nothing else"),
  REDIS_TIMEOUT_MS(
      "1000",
      whole(100, 10_000),
      "milliseconds that a request waits for Redis at most; who answers nobody for so long is away"),
  EMBEDDED_DIRECTORY(null, text("a folder", ".+"), "data of the embedded services: `.embedded`"),
  EMBEDDED_REDIS_PORT("26379", port(), "where the embedded Redis listens"),
  INITIAL_STOCK(
      null,
      SettingType.initialStock(),
      "stock for SKUs that are not known yet; not set: `"
          + InitialStock.OF_A_NEW_SYSTEM
          + "` with the embedded PostgreSQL"),

  API_AUTH("off", SettingType.apiAuth(), "who may come in: everybody, or who has a token"),
  API_OPERATOR_ROLE("operator", word(), "who has it in the token's `groups` is an operator"),
  MP_JWT_VERIFY_PUBLICKEY_LOCATION(
      null, SettingType.urlOrPath(), "the key, or keys, that tokens are signed with"),
  MP_JWT_VERIFY_PUBLICKEY(null, text("PEM or JWKS", "(?s).+"), "the key itself, in its place"),
  MP_JWT_VERIFY_ISSUER(null, text("text", "\\S+"), "the `iss` that a token must have"),
  MP_JWT_VERIFY_AUDIENCES(
      null, listOf("text", "[^\\s,]+"), "the `aud` of which a token must have one"),
  SERVICE_TOKEN(
      null,
      SettingType.secretOf(16, 255),
      "set: inventory and payments answer only who sends it, as the gateway does"),
  TRUSTED_PROXIES(
      null,
      SettingType.addresses(),
      "the proxies whose `Forwarded`, or `X-Forwarded-For` and `X-Forwarded-Proto`, is believed"),
  ALLOWED_HOSTS(
      "*",
      SettingType.allowedHosts(),
      "the names under which the gateway is asked; `/health` answers under any"),
  CORS_ALLOWED_ORIGINS(null, SettingType.origins(), "whose pages may call the API from a browser"),
  CORS_ALLOWED_HEADERS(
      null,
      listOf("a header's name", "[A-Za-z0-9_-]{1,64}"),
      "what these pages may send beside the headers that the API reads, `traceparent`,"
          + " `tracestate` and `baggage`"),
  SECURE_SSL_REDIRECT("0", flag(), "1: HTTP is redirected to HTTPS"),
  SECURE_HSTS_SECONDS(
      "0", whole(0, 63_072_000), "above 0: `Strict-Transport-Security` on answers over HTTPS"),
  THROTTLE_ORDERS_CREATE("10/min", rate(), "orders placed, per caller"),
  THROTTLE_ORDERS_LIST("120/min", rate(), "lists read, per caller"),
  THROTTLE_ORDERS_DETAIL("300/min", rate(), "orders and timelines read, per caller"),
  THROTTLE_ORDERS_CHANGE("60/min", rate(), "cancels and refunds, per caller"),
  THROTTLE_AUTH_FAILURES("10/min", rate(), "tokens that are no good, per address"),
  API_MAX_BYTES("1048576", whole(1024, 104_857_600), "the largest body; beyond: 413"),
  DATA_UPLOAD_MAX_MEMORY_SIZE(
      null, whole(1024, 104_857_600), "the same; if both are set the smaller one holds"),
  REQUESTS_CONCURRENT_MAX(
      "128",
      whole(1, 100_000),
      "requests worked on at once, per service; beyond: 503 `OVERLOADED`"),
  ORDERS_CONCURRENT_MAX("64", whole(1, 100_000), "of them orders placed or changed"),

  INVENTORY_BASE_URL(null, url(), "where the gateway finds inventory; not set: on this machine"),
  PAYMENTS_BASE_URL(null, url(), "where the gateway finds payments; not set: on this machine"),
  HTTP_TIMEOUT_SECS("2", decimal("0.01", "60"), "seconds for one attempt at an upstream call"),
  HTTP_RETRY_MAX("2", whole(0, 10), "attempts after the first"),
  HTTP_RETRY_BACKOFF_BASE(
      "0.1", decimal("0", "60"), "seconds before the first; doubled each time, with full jitter"),
  HTTP_RETRY_MAX_SLEEP("1", decimal("0", "60"), "seconds between two attempts at most"),
  HTTP_CIRCUIT_FAIL_THRESHOLD(
      "10", whole(2, 10_000), "calls over which half must fail for the breaker to open"),
  HTTP_CIRCUIT_RESET_TIMEOUT("5", decimal("0.1", "3600"), "seconds it stays open"),
  HTTP_RETRY_BUDGET(
      "10",
      whole(0, 100_000),
      "retries that may fail in a row; each success of a first attempt pays for a tenth of one, each"
          + " second for one"),
  ORDER_LEASE_SECS(
      "15",
      whole(1, 3600),
      "seconds for which a request or worker has an order to itself; the same at all gateways"),
  ORDER_DEADLINE_SECS(
      "120", whole(1, 86_400), "after that an order that found no answer is undone"),
  ORDER_ATTEMPTS_MAX(
      "500",
      whole(1, 1_000_000),
      "attempts in the background whose call was sent and not answered, outages left out; after that"
          + " an order is parked for a person"),

  PAYMENTS_SIMULATOR_LIMIT_CENTS(
      "1000000", whole(0, Long.MAX_VALUE), "the simulated provider declines what is above"),
  PAYMENTS_SIMULATOR_LATENCY_MS("0", whole(0, 60_000), "every call to it takes longer"),
  PAYMENTS_SIMULATOR_ERROR_RATE(
      "0", decimal("0", "1"), "of its calls so many fail before the money moved"),
  PAYMENTS_SIMULATOR_LATE_ERROR_RATE("0", decimal("0", "1"), "after it moved"),
  PAYMENTS_SIMULATOR_TIMEOUT_RATE(
      "0", decimal("0", "1"), "after it moved, and `PAYMENTS_SIMULATOR_TIMEOUT_MS`"),
  PAYMENTS_SIMULATOR_TIMEOUT_MS("5000", whole(0, 60_000), "longer than anybody waits"),
  PAYMENTS_SIMULATOR_LEDGER(
      "false", oneOf("false", "true"), "the provider keeps books of its own, for checks"),
  PAYMENTS_SIMULATOR_TOMBSTONES(
      "true",
      oneOf("false", "true"),
      "with its books: it declines a charge that comes after its void; not every provider does"),

  LOG_FORMAT("simple", oneOf("simple", "json"), "`json`: every line and every request as JSON"),
  LOG_LEVEL(
      "WARNING",
      oneOf("INFO", "AUDIT", "WARNING", "ERROR"),
      "at the console; all of it is in `messages.log`"),
  DEBUG("0", flag(), "1: every request that is refused is logged with its reason");

  private final @Nullable String defaultValue;
  private final SettingType type;
  private final String meaning;

  Setting(@Nullable String defaultValue, SettingType type, String meaning) {
    this.defaultValue = defaultValue;
    this.type = type;
    this.meaning = meaning;
  }

  /**
   * @return what holds if nothing is set; empty if nothing does
   */
  public Optional<String> defaultValue() {
    return Optional.ofNullable(defaultValue);
  }

  /**
   * @param value that is set
   * @return one line that says what is wrong with it; empty if nothing is
   */
  Optional<String> problem(String value) {
    if (type.allows(value)) {
      return Optional.empty();
    }
    // a URL may hold a password
    String shown = type.isSecret() || value.contains("@") ? "" : " '" + value + "'";
    return Optional.of("%s%s is wrong: it must be %s".formatted(name(), shown, type.description()));
  }

  /**
   * @param settings by name
   * @return its value there; the default if it is not set, or wrong, which the check at start tells
   * @throws java.util.NoSuchElementException if there is none of them
   */
  public String valueIn(Function<String, Optional<String>> settings) {
    return settings
        .apply(name())
        .map(String::strip)
        .filter(type::allows)
        .or(this::defaultValue)
        .orElseThrow();
  }

  /**
   * @return its row of the table in the README
   */
  String row() {
    String shown = defaultValue == null ? "" : "`" + defaultValue + "`";
    return "| `%s` | %s | %s | %s |".formatted(name(), shown, type.description(), meaning);
  }
}
