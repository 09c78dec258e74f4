/**
 * Values that have a grammar. Each has one parser, which the check at start and whoever uses the
 * value both ask. MicroProfile Config finds it by its name, {@code of}.
 */
package orders.value;
