package orders.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.ext.ExceptionMapper;

/** HTTP stays at the boundary. */
public final class HttpRules {

  /**
   * A ServletContext is no HTTP: by it CDI says which application has started. By its name, for
   * modules that have no servlets.
   */
  private static final DescribedPredicate<JavaClass> HTTP =
      resideInAnyPackage(
              "jakarta.ws.rs..",
              "jakarta.servlet..",
              "java.net.http..",
              "org.eclipse.microprofile.rest.client..",
              "orders.http..")
          .and(not(name("jakarta.servlet.ServletContext")))
          .as("are HTTP");

  private HttpRules() {}

  /**
   * @param core that answers in words of its own, whoever asks
   */
  public static ArchRule noHttpIn(DescribedPredicate<JavaClass> core) {
    return noClasses().that(core).should().dependOnClassesThat(HTTP);
  }

  /**
   * For a service that has not its boundary in a package: it is what JAX-RS calls, and the codes of
   * errors. Whatever is not, a new class too, is the core.
   *
   * @param errorCode the type of those codes
   */
  public static ArchRule onlyTheBoundaryKnowsHttp(Class<?> errorCode) {
    return noHttpIn(describe("are not the boundary", each -> !isBoundary(each, errorCode)));
  }

  private static boolean isBoundary(JavaClass each, Class<?> errorCode) {
    return each.isAnnotatedWith(Path.class)
        || each.isAssignableTo(Application.class)
        || each.isAssignableTo(ExceptionMapper.class)
        || each.isAssignableTo(errorCode)
        || each.getEnclosingClass().filter(outer -> isBoundary(outer, errorCode)).isPresent();
  }

  /** It asks the core. */
  public static ArchRule noResourceKnowsTheDatabase() {
    return noClasses()
        .that()
        .areAnnotatedWith(Path.class)
        .should()
        .dependOnClassesThat()
        .areAssignableTo(EntityManager.class);
  }
}
