/**
 * Orders: {@code boundary} speaks HTTP, {@code control} decides, {@code entity} is what is stored.
 */
package orders.gateway.orders;
