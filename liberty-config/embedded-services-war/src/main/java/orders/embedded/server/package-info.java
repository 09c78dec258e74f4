/** Starts the embedded services inside the all-in-one server, and says what runs where. */
package orders.embedded.server;
