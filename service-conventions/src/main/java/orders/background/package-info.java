/** Work that nobody waits for: what a service has left to do, a table says. */
package orders.background;
