/** What goes wrong: an {@code ApiException} with an {@code ErrorCode}, in one form of body. */
package orders.http.error;
