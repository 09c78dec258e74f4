package orders.database;

import jakarta.servlet.ServletContext;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/** Brings a service's database to the newest version before the service answers anything. */
public final class Migrations {
  private static final String FOLDER = "/WEB-INF/classes/db/migration/";
  private static final Duration ANSWER_MAX = Duration.ofHours(1);

  private Migrations() {}

  /**
   * @param database the service's own, where PostgreSQL puts no limit on how long a statement may
   *     take
   * @param application whose {@code db/migration} is applied
   * @throws IllegalStateException if no migration was found, or the database has one that this
   *     program does not know: a service without its tables must not start
   */
  public static void apply(DataSource database, ServletContext application) {
    var flyway =
        Flyway.configure(application.getClassLoader())
            .dataSource(patient(database))
            .resourceProvider(new InTheWar(application))
            // there are none; Flyway would search the class path for them, and complain
            .javaMigrationClassProvider(List::of)
            // by default a program would start on tables that a newer one has changed
            .ignoreMigrationPatterns(new String[0])
            .load();
    DatabaseAtStart.await(() -> migrate(flyway));
    if (flyway.info().current() == null) {
      throw new IllegalStateException("no migration found in " + FOLDER);
    }
    Durability.tell(database);
  }

  private static void migrate(Flyway flyway) {
    try {
      flyway.migrate();
    } catch (FlywayValidateException e) {
      // which migration it is about is in its second line, and those after it are about Flyway
      throw new IllegalStateException(
          String.valueOf(e.getMessage()).lines().limit(2).collect(Collectors.joining(": ")), e);
    }
  }

  /** A migration may take as long as an index on a large table does, and longer than health may. */
  private static DataSource patient(DataSource database) {
    return (DataSource)
        Proxy.newProxyInstance(
            Migrations.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(database, arguments);
                if (result instanceof Connection connection) {
                  connection.setNetworkTimeout(Runnable::run, (int) ANSWER_MAX.toMillis());
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /**
   * Flyway's own search of the class path needs a marker file on Liberty, and fails if the path to
   * the WAR has a space: it compares a decoded path with an encoded one.
   */
  private record InTheWar(ServletContext application) implements ResourceProvider {

    @Override
    public @Nullable LoadableResource getResource(String name) {
      return all().filter(file -> file.getRelativePath().equals(name)).findFirst().orElse(null);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
      return all()
          .filter(file -> file.getFilename().startsWith(prefix))
          .filter(file -> Stream.of(suffixes).anyMatch(file.getFilename()::endsWith))
          .toList();
    }

    private Stream<LoadableResource> all() {
      Set<String> paths = application.getResourcePaths(FOLDER);
      return (paths == null ? List.<String>of() : paths)
          .stream().map(path -> new Migration(application, path));
    }
  }

  private static final class Migration extends LoadableResource {
    private final ServletContext application;
    private final String path;

    Migration(ServletContext application, String path) {
      this.application = application;
      this.path = path;
    }

    @Override
    public Reader read() {
      return new InputStreamReader(application.getResourceAsStream(path), StandardCharsets.UTF_8);
    }

    @Override
    public String getAbsolutePath() {
      return path;
    }

    @Override
    public String getAbsolutePathOnDisk() {
      return path;
    }

    @Override
    public String getFilename() {
      return path.substring(FOLDER.length());
    }

    @Override
    public String getRelativePath() {
      return getFilename();
    }
  }
}
