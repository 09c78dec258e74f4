package orders.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GATEWAY_PORT                   | 8000                          | 0
          PAYMENTS_PORT                  | 9002                          | tcp://10.0.0.1:9002
          INVENTORY_PORT                 | 9001                          | 09001
          REDIS_URL                      | redis://redis                 | redis://my_redis:6379
          REDIS_URL                      | redis://:p%5Ess@r:6379/0      | redis://:p^ss@r:6379
          REDIS_URL                      | redis://r:6379                | redis://secret@r:6379
          PAYMENTS_BASE_URL              | https://payments.example/v1   | http://u:hunter2@payments
          PAYMENTS_BASE_URL              | http://payments               | http://payments:99999
          PAYMENTS_BASE_URL              | http://payments:65535         | http://payments:0
          REDIS_URL                      | redis://redis:1               | redis://redis:0
          GATEWAY_HOST_ALIASES           | *:8080,shop.example:81        | 8080
          INVENTORY_HOST_ALIASES         | *:65535                       | *:65536
          PAYMENTS_HOST_ALIASES          | 10.0.0.1:80                   | shop.example.:80
          BIND_HOST                      | ::1                           | two words
          BIND_HOST                      | *                             | localhost:8000
          OPERATORS_BIND_HOST            | 127.0.0.1                     | *.example
          POSTGRES_HOST                  | db-1.example.                 | localhost:25432
          POSTGRES_HOST                  | my_db                         | 10.0.0.1:5432
          INVENTORY_POSTGRES_HOST        | fd00::1                       | [fd00::1]:5432
          PAYMENTS_POSTGRES_HOST         | 10.0.0.255                    | 10.0.0.256
          PAYMENTS_POSTGRES_HOST         | ::ffff:10.0.0.1               | a:1
          REDIS_URL                      | rediss://u:p@redis.example:1/2 | localhost:6379
          REDIS_TIMEOUT_MS               | 1000                          | 20
          INITIAL_STOCK                  | SKU1=50, SKU2=7               | SKU1
          INITIAL_STOCK                  | SKU1=5,SKU2=5                 | SKU1=5,SKU2=5,SKU1=7
          API_AUTH                       | jwt                           | yes
          SERVICE_TOKEN                  | 0123456789abcdef              | short
          TRUSTED_PROXIES                | 10.0.0.0/8, ::1, fd00::/8     | 10.0.0.0/33
          TRUSTED_PROXIES                | 192.0.2.1                     | proxy.example
          TRUSTED_PROXIES                | 10.0.0.0/8                    | 10.0.0.0/+8
          GATEWAY_PORT                   | 80                            | 8\u0660
          CONNECTION_IDLE_SECS           | 75                            | +75
          ORDER_LEASE_SECS               | 15                            | \u0661\u0665
          API_MAX_BYTES                  | 2048                          | 99999999999999999999
          TRUSTED_PROXIES                | 1.2.3.4                       | 1.2.3.256
          ALLOWED_HOSTS                  | shop.example,.shop.example    | shop example
          ALLOWED_HOSTS                  | *                             | localhost:22000
          ALLOWED_HOSTS                  | 10.0.0.1, [::1]               | [::1]:8000
          ALLOWED_HOSTS                  | ::1,fd00::1                   | [fd00::1
          ALLOWED_HOSTS                  | localhost                     | shop.example.
          CORS_ALLOWED_ORIGINS           | https://a.example,http://b:81 | https://a.example/
          CORS_ALLOWED_ORIGINS           | HTTPS://A.Example:443         | https://a.example:99999
          CORS_ALLOWED_ORIGINS           | http://b:65535                | https://a.example:0443
          CORS_ALLOWED_HEADERS           | X-Tenant, x-b3-traceid        | X-Tenant: 7
          CORS_ALLOWED_HEADERS           | X-Tenant                      | *
          MP_JWT_VERIFY_PUBLICKEY_LOCATION | https://issuer:8443/keys    | https://issuer:0/keys
          MP_JWT_VERIFY_PUBLICKEY_LOCATION | /run/secrets/key.pem        | http://issuer:99999/keys
          POSTGRES_SSLMODE               | verify-full                   | on
          INVENTORY_POSTGRES_SSLMODE     | disable                       | verify
          POSTGRES_SSLROOTCERT           | pom.xml                       | no-such-file.pem
          PAYMENTS_POSTGRES_SSLROOTCERT  | pom.xml                       | src
          SECURE_SSL_REDIRECT            | 1                             | true
          THROTTLE_ORDERS_CREATE         | 5/s                           | 5
          API_MAX_BYTES                  | 2048                          | -1
          INVENTORY_BASE_URL             | http://inventory:9001         | inventory:9001
          HTTP_TIMEOUT_SECS              | 0.25                          | 0
          HTTP_TIMEOUT_SECS              | 60                            | 1e1
          PAYMENTS_SIMULATOR_LIMIT_CENTS | 9223372036854775807           | 9223372036854775808
          PAYMENTS_SIMULATOR_ERROR_RATE  | 0.5                           | 1.1
          LOG_FORMAT                     | json                          | JSON
          """)
  void a_wrong_value_is_named_with_what_it_must_be(Setting setting, String right, String wrong) {
    assertThat(setting.problem(right)).isEmpty();
    assertThat(setting.problem(wrong).orElseThrow())
        .startsWith(setting.name())
        .contains("is wrong: it must be ");
  }

  @Test
  void a_secret_is_never_shown() {
    assertThat(Setting.SERVICE_TOKEN.problem("hunter2").orElseThrow()).doesNotContain("hunter2");
    assertThat(Setting.REDIS_URL.problem("x://:hunter2@r").orElseThrow()).doesNotContain("hunter2");
    assertThat(Setting.INVENTORY_BASE_URL.problem("http://u:hunter2@i").orElseThrow())
        .doesNotContain("hunter2");
  }

  @Test
  void every_default_is_right() {
    for (Setting setting : Setting.values()) {
      assertThat(setting.defaultValue().flatMap(setting::problem)).as(setting.name()).isEmpty();
    }
  }

  @Test
  void tokens_cannot_be_checked_without_a_key_an_issuer_and_an_audience() {
    Map<String, String> settings = Map.of("API_AUTH", "jwt");

    assertThat(SettingsCheck.problems(name -> Optional.ofNullable(settings.get(name))))
        .containsExactly(
            "MP_JWT_VERIFY_ISSUER is missing: API_AUTH=jwt needs it",
            "MP_JWT_VERIFY_AUDIENCES is missing: API_AUTH=jwt needs it",
            "MP_JWT_VERIFY_PUBLICKEY_LOCATION is missing: API_AUTH=jwt needs it");
  }

  @Test
  void a_redirect_to_https_needs_a_proxy_that_is_believed() {
    Map<String, String> settings = Map.of("SECURE_SSL_REDIRECT", "1");

    assertThat(SettingsCheck.problems(name -> Optional.ofNullable(settings.get(name))))
        .containsExactly("TRUSTED_PROXIES is missing: SECURE_SSL_REDIRECT=1 needs it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ORDER_LEASE_SECS=13                           |
          ORDER_LEASE_SECS=12                           | ORDER_LEASE_SECS 12 is too short: it must be above 12.6
          HTTP_TIMEOUT_SECS=3                           | ORDER_LEASE_SECS 15 is too short: it must be above 18.6
          HTTP_RETRY_MAX=10                             | ORDER_LEASE_SECS 15 is too short: it must be above 59
          HTTP_RETRY_MAX=0 ORDER_LEASE_SECS=5           |
          HTTP_RETRY_MAX=0 ORDER_LEASE_SECS=4           | ORDER_LEASE_SECS 4 is too short: it must be above 4,
          HTTP_RETRY_BACKOFF_BASE=0.4                   |
          HTTP_RETRY_BACKOFF_BASE=1.5 HTTP_RETRY_MAX=0  | HTTP_RETRY_BACKOFF_BASE 1.5 is wrong: it must not be above HTTP_RETRY_MAX_SLEEP, which is 1
          ORDERS_CONCURRENT_MAX=128                     |
          ORDER_LEASE_SECS=120                          |
          ORDER_LEASE_SECS=121                          | ORDER_LEASE_SECS 121 is wrong: it must not be above ORDER_DEADLINE_SECS, which is 120
          PAYMENTS_SIMULATOR_ERROR_RATE=0.5 PAYMENTS_SIMULATOR_TIMEOUT_RATE=0.5 |
          PAYMENTS_SIMULATOR_LATE_ERROR_RATE=0.5 PAYMENTS_SIMULATOR_TIMEOUT_RATE=0.501 | PAYMENTS_SIMULATOR_ERROR_RATE, PAYMENTS_SIMULATOR_LATE_ERROR_RATE and PAYMENTS_SIMULATOR_TIMEOUT_RATE are wrong: their sum must not be above 1, and is 1.001
          REQUESTS_CONCURRENT_MAX=63                    | ORDERS_CONCURRENT_MAX 64 is wrong: it must not be above REQUESTS_CONCURRENT_MAX, which is 63
          SECURE_HSTS_SECONDS=1                         | TRUSTED_PROXIES is missing: SECURE_HSTS_SECONDS needs it
          SECURE_HSTS_SECONDS=1 TRUSTED_PROXIES=10.0.0.1 |
          MP_JWT_VERIFY_PUBLICKEY=k                     |
          MP_JWT_VERIFY_PUBLICKEY_LOCATION=/k           |
          MP_JWT_VERIFY_PUBLICKEY=k MP_JWT_VERIFY_PUBLICKEY_LOCATION=/k | MP_JWT_VERIFY_PUBLICKEY and MP_JWT_VERIFY_PUBLICKEY_LOCATION are both set: leave one of them out
          POSTGRES_SSLROOTCERT=pom.xml                  | POSTGRES_SSLROOTCERT is not looked at: that needs POSTGRES_SSLMODE=verify-ca or verify-full
          POSTGRES_SSLROOTCERT=pom.xml INVENTORY_POSTGRES_SSLMODE=verify-ca |
          POSTGRES_SSLROOTCERT=pom.xml POSTGRES_SSLMODE=verify-ca INVENTORY_POSTGRES_SSLMODE=disable |
          PAYMENTS_POSTGRES_SSLROOTCERT=pom.xml         | PAYMENTS_POSTGRES_SSLROOTCERT is not looked at: that needs PAYMENTS_POSTGRES_SSLMODE=verify-ca or verify-full
          """)
  void settings_that_contradict_each_other_are_named(String settings, String line) {
    var values = new HashMap<String, String>();
    for (String setting : settings.split(" +")) {
      values.put(setting.split("=", 2)[0], setting.split("=", 2)[1]);
    }

    var problems = SettingsCheck.problems(name -> Optional.ofNullable(values.get(name)));

    if (line == null) {
      assertThat(problems).isEmpty();
    } else {
      assertThat(problems).singleElement().asString().startsWith(line);
    }
  }

  @Test
  void what_somebody_may_believe_to_be_protected_is_named() {
    assertThat(unprotected(Map.of("API_AUTH", "off", "OPERATORS_BIND_HOST", "127.0.0.1")))
        .isEmpty();
    assertThat(unprotected(Map.of("API_AUTH", "off", "OPERATORS_BIND_HOST", "*")))
        .containsExactly(
            "OPERATORS_BIND_HOST is '*' and API_AUTH is off: whoever reaches that port is an"
                + " operator.");
    assertThat(unprotected(Map.of("API_AUTH", "off", "MP_JWT_VERIFY_ISSUER", "i")))
        .containsExactly("MP_JWT_VERIFY_ISSUER is set, and API_AUTH is off: nobody needs a token.");
    assertThat(unprotected(Map.of("API_AUTH", "jwt", "OPERATORS_BIND_HOST", "*"))).isEmpty();
  }

  private static List<String> unprotected(Map<String, String> settings) {
    return SettingsCheck.unprotected(name -> Optional.ofNullable(settings.get(name)));
  }

  @Test
  void a_certificate_cannot_be_verified_without_those_who_may_sign_it() {
    assertThat(problems("POSTGRES_SSLMODE", "verify-full", "PAYMENTS_POSTGRES_SSLMODE", "require"))
        .containsExactly("POSTGRES_SSLROOTCERT is missing: POSTGRES_SSLMODE=verify-full needs it");
    assertThat(problems("POSTGRES_SSLMODE", "require", "PAYMENTS_POSTGRES_SSLMODE", "verify-ca"))
        .containsExactly(
            "PAYMENTS_POSTGRES_SSLROOTCERT is missing: PAYMENTS_POSTGRES_SSLMODE=verify-ca needs"
                + " it");
    assertThat(problems("POSTGRES_SSLMODE", "verify-ca", "POSTGRES_SSLROOTCERT", "pom.xml"))
        .isEmpty();
    String own = "PAYMENTS_POSTGRES_SSLROOTCERT";
    assertThat(problems("PAYMENTS_POSTGRES_SSLMODE", "verify-ca", own, "pom.xml")).isEmpty();
  }

  private static List<String> problems(
      String setting, String value, String otherSetting, String otherValue) {
    Map<String, String> settings = Map.of(setting, value, otherSetting, otherValue);
    return SettingsCheck.problems(name -> Optional.ofNullable(settings.get(name)));
  }

  @Test
  void the_readme_shows_the_table() throws IOException {
    String table = Stream.of(Setting.values()).map(Setting::row).collect(Collectors.joining("\n"));

    assertThat(Files.readString(ROOT.resolve("README.md"))).contains(table);
  }

  /** A name in the table that nobody reads would be a promise not kept. */
  @Test
  void whatever_is_read_is_in_the_table_and_whatever_is_in_it_is_read() throws IOException {
    Set<String> read = namesReadIn(ROOT);
    Set<String> known = Stream.of(Setting.values()).map(Setting::name).collect(Collectors.toSet());

    assertThat(known).isSubsetOf(read);
    Set<String> unknown = new HashSet<>(configPropertiesIn(ROOT));
    unknown.removeAll(known);
    assertThat(unknown).isEmpty();
  }

  @Test
  void an_empty_variable_counts_as_not_set() {
    var application = new Properties();
    application.setProperty("REDIS_URL", "redis://localhost:${EMBEDDED_REDIS_PORT}");
    var source =
        new EmptyVariables(
            Map.of("DEBUG", "", "API_AUTH", " ", "LOG_LEVEL", "ERROR", "REDIS_URL", ""),
            application);

    assertThat(source.getValue("DEBUG")).isEqualTo("0");
    assertThat(source.getValue("API_AUTH")).isEqualTo("off");
    assertThat(source.getValue("REDIS_URL")).startsWith("redis://localhost:");
    assertThat(source.getPropertyNames())
        .containsExactlyInAnyOrder("DEBUG", "API_AUTH", "REDIS_URL");
  }

  @Test
  void what_the_server_itself_reads_is_known() throws IOException {
    Set<String> read = new HashSet<>();
    Path servers = ROOT.resolve("liberty-config/src/main/liberty");
    try (Stream<Path> files = Files.walk(servers)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".xml")).toList()) {
        Pattern.compile("\\$\\{(?:list\\()?([A-Z0-9_]+)\\)?}")
            .matcher(Files.readString(file))
            .results()
            .forEach(match -> read.add(match.group(1)));
      }
    }

    // an empty one is none for the server too
    read.removeIf(name -> name.endsWith("POSTGRES_SSLROOTCERT"));
    assertThat(EmptyVariables.READ_BY_THE_SERVER)
        .extracting(Setting::name)
        .containsExactlyInAnyOrderElementsOf(read);
  }

  private static Set<String> namesReadIn(Path root) throws IOException {
    return matches(root, Pattern.compile("\\b([A-Z][A-Z0-9]*_[A-Z0-9_]+|DEBUG)\\b"));
  }

  private static Set<String> configPropertiesIn(Path root) throws IOException {
    return matches(root, Pattern.compile("name = \"([A-Z0-9_]+)\"|\\$\\{([A-Z0-9_]+)[:}]"));
  }

  private static Set<String> matches(Path root, Pattern pattern) throws IOException {
    var found = new HashSet<String>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(SettingTest::isOfTheProduct).toList()) {
        pattern
            .matcher(Files.readString(file))
            .results()
            .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
            .forEach(found::add);
      }
    }
    return found;
  }

  private static boolean isOfTheProduct(Path file) {
    String path = file.toString();
    return path.matches(".*/src/main/(java|liberty|resources)/.*\\.(java|xml|properties)")
        && !path.contains("/settings/src/")
        && !path.contains("/target/");
  }
}
