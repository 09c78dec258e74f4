/**
 * Compares what the three databases say of the same orders: {@code ReconcilerCli} is the command,
 * {@code Reconciler} the comparison, {@code ReconciliationRules} what is to be read and what must
 * hold of it, {@code OpenItems} what cannot be compared yet.
 */
package orders.reconciler;
