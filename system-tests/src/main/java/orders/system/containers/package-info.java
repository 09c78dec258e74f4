/** The system as containers: the commands of compose, and the system that they run. */
package orders.system.containers;
