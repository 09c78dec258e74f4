/**
 * The rules of the layout that more than one module keeps. Each module has an {@code
 * ArchitectureTest} that says which of them hold there; the tests beside this show that each bites.
 */
package orders.architecture;
