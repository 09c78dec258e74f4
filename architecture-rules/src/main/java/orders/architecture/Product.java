package orders.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;

/** The classes that a rule is about. */
public final class Product {
  private static final Path CLASSES = Path.of("target/classes");

  private Product() {}

  /**
   * @return all that the module under test is compiled to, whatever the package; not its tests
   */
  public static JavaClasses ofThisModule() {
    return new ClassFileImporter().importPath(CLASSES);
  }

  /**
   * @return those, and those of its tests, if the tests are what the module is for
   */
  public static JavaClasses ofThisModuleWithItsTests() {
    return new ClassFileImporter().importPaths(CLASSES, Path.of("target/test-classes"));
  }

  /**
   * @return all that the module under test, and the modules that it is built on, are compiled to
   */
  public static JavaClasses ofThisModuleAndThoseBelow() {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages("orders");
  }
}
