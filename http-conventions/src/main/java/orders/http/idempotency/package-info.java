/** The key under which a client may repeat a request. */
package orders.http.idempotency;
