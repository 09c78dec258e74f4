/** The gateway's view of the inventory service. */
package orders.gateway.stock;
