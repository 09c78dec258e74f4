/** What holds of the containers: beside the contracts, what only they have. */
package orders.system.containers;
