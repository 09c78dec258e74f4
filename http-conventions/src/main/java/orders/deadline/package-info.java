/** How long whoever asked still waits. */
package orders.deadline;
