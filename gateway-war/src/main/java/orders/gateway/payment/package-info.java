/** The gateway's view of the payments service. */
package orders.gateway.payment;
