/**
 * What an order costs: the system under load, beside the limit of the same machine in the same run.
 */
package orders.system.benchmark;
