package orders.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;

/** The classes that rules are about; those of tests are not among them. */
public final class Product {
  private Product() {}

  /**
   * @return all that the module under test is compiled to, in whatever package it is
   */
  public static JavaClasses ofThisModule() {
    return new ClassFileImporter().importPath(Path.of("target/classes"));
  }

  /**
   * @return those, and those of the modules that it is built on
   */
  public static JavaClasses ofThisModuleAndThoseBelow() {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages("orders");
  }
}
