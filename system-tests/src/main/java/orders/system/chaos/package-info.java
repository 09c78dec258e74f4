/** A run of the whole system under faults, as a seed says; {@link Chaos} is the command. */
package orders.system.chaos;
