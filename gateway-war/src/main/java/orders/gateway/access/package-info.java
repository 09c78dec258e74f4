/** Who may come in: {@code Authentication} is the filter, {@code Tokens} verifies. */
package orders.gateway.access;
