/**
 * Who asks, from where and how: what stands between the socket and the resources of the gateway,
 * which alone of the three services is open to strangers.
 */
package orders.gateway.edge;
