/** What a request carries: received whole, bounded, and read strictly. */
package orders.http.body;
